package io.keepsake.core.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A route, with everything that makes it the one it is.
 *
 * @param to the destination; a length of 0 is {@code default}
 * @param from the source that packets have, IPv6 only; null for any
 * @param table number of the routing table
 * @param metric as the kernel keeps it: an IPv6 route without one has 1024
 * @param protocol who made it, by the kernel's numbers; 18 is keepalived
 * @param scope by the kernel's numbers: 0 global, 253 link, 254 host
 * @param source {@code src}: the address that packets of this host get
 * @param hops where packets go; none for a route that only refuses, or of which nothing is said
 * @param limits each at most once, in the order of their kinds
 */
public record Route(
        Type type,
        InterfaceAddress to,
        @Nullable InterfaceAddress from,
        int tos,
        long table,
        long metric,
        int protocol,
        int scope,
        @Nullable Ip source,
        List<Hop> hops,
        List<Limit> limits)
        implements Routing {
    /** The table {@code main}. */
    public static final int MAIN = 254;

    /** The number of keepalived among the makers of routes. */
    public static final int KEEPALIVED = 18;

    /** What becomes of a packet. */
    public enum Type {
        UNICAST,
        LOCAL,
        BROADCAST,
        ANYCAST,
        MULTICAST,
        BLACKHOLE,
        UNREACHABLE,
        PROHIBIT,
        THROW;

        /** Whether it goes nowhere. */
        public boolean refuses() {
            return switch (this) {
                case UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST -> false;
                case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> true;
            };
        }
    }

    /** What a route may say of the connections that use it. */
    public enum Kind {
        MTU,
        WINDOW,
        SSTHRESH,
        CWND,
        ADVMSS,
        REORDERING,
        HOPLIMIT,
        INITCWND,
        INITRWND,
        QUICKACK
    }

    /**
     * One of these.
     *
     * @param value as the kernel keeps it
     * @param locked {@code lock}: the kernel does not change it
     */
    public record Limit(Kind kind, long value, boolean locked) {}

    /**
     * One way to go.
     *
     * @param via a router, of either family; null for a destination that is on the link itself
     * @param link null leaves it to the kernel to find the link of the router
     * @param weight 1 to 256
     * @param onlink the router is on the link, whatever the addresses of the link say
     */
    public record Hop(@Nullable Ip via, @Nullable InterfaceName link, int weight, boolean onlink) {
        /** Of which nothing is said: the same as no way at all. */
        private static final Hop NOWHERE = new Hop(null, null, 1, false);

        private void print(StringBuilder out) {
            RoutingWords.add(out, "via", via);
            RoutingWords.add(out, "dev", link);
            RoutingWords.add(out, "weight", weight, 1);
            out.append(onlink ? " onlink" : "");
        }

        private static Hop read(RoutingWords words) {
            return new Hop(words.ip("via"), words.link("dev"), words.number("weight", 1, 256), words.has("onlink"));
        }

        private boolean isMadeAs(Hop kernel) {
            return (link == null || link.equals(kernel.link))
                    && new Hop(via, kernel.link, weight, onlink).equals(kernel);
        }
    }

    public Route {
        hops = hops.equals(List.of(Hop.NOWHERE)) ? List.of() : List.copyOf(hops);
        limits = limits.stream().sorted(Comparator.comparing(Limit::kind)).toList();
    }

    @Override
    public Family family() {
        return to.ip().family();
    }

    @Override
    public Set<InterfaceName> links() {
        var links = new LinkedHashSet<InterfaceName>();
        for (var hop : hops) {
            if (hop.link() != null) {
                links.add(hop.link());
            }
        }
        return links;
    }

    /** The same with other ways to go. */
    public Route through(List<Hop> others) {
        return new Route(type, to, from, tos, table, metric, protocol, scope, source, others, limits);
    }

    /** Whether {@code kernel} is what the kernel makes of this: it knows the link where this names none. */
    public boolean isMadeAs(Route kernel) {
        if (!through(List.of()).equals(kernel.through(List.of())) || hops.size() != kernel.hops.size()) {
            return false;
        }
        var left = new ArrayList<>(kernel.hops);
        for (var hop : hops) {
            var made = left.stream().filter(hop::isMadeAs).findFirst();
            if (made.isEmpty()) {
                return false;
            }
            left.remove(made.get());
        }
        return true;
    }

    @Override
    public String text() {
        var out = new StringBuilder("route ")
                .append(RoutingWords.of(type))
                .append(' ')
                .append(to);
        RoutingWords.add(out, "from", from);
        RoutingWords.add(out, "tos", tos, 0);
        RoutingWords.add(out, "table", table, MAIN);
        RoutingWords.add(out, "metric", metric, 0);
        RoutingWords.add(out, "protocol", protocol, KEEPALIVED);
        RoutingWords.add(out, "scope", scope, 0);
        RoutingWords.add(out, "src", source);
        for (var limit : limits) {
            out.append(' ').append(RoutingWords.of(limit.kind())).append(limit.locked() ? " lock " : " ");
            out.append(limit.value());
        }
        for (var hop : hops) {
            out.append(hops.size() > 1 ? " nexthop" : "");
            hop.print(out);
        }
        return out.toString();
    }

    static Route read(RoutingWords words) {
        var type = words.word(Type.class);
        var to = InterfaceAddress.parse(words.next());
        var from = words.network("from");
        int tos = words.number("tos", 0, 255);
        long table = words.number("table", MAIN);
        long metric = words.number("metric", 0);
        int protocol = words.number("protocol", KEEPALIVED, 255);
        int scope = words.number("scope", 0, 255);
        var source = words.ip("src");
        var limits = new ArrayList<Limit>();
        for (var kind : Kind.values()) {
            if (words.has(RoutingWords.of(kind))) {
                boolean locked = words.has("lock");
                limits.add(new Limit(kind, words.number(), locked));
            }
        }
        var hops = new ArrayList<Hop>();
        if (!words.atEnd()) {
            do {
                words.has("nexthop");
                hops.add(Hop.read(words));
            } while (!words.atEnd() && hops.size() <= HOPS_MAX);
        }
        if (!words.atEnd()) {
            throw words.wrong();
        }
        return new Route(type, to, from, tos, table, metric, protocol, scope, source, hops, limits);
    }

    /** More ways than this nobody writes, and no request has room for. */
    public static final int HOPS_MAX = 32;

    @Override
    public String toString() {
        return text();
    }
}
