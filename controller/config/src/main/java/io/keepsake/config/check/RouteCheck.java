package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Route;
import io.keepsake.core.value.Route.Hop;
import io.keepsake.core.value.Route.Kind;
import io.keepsake.core.value.Route.Limit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one line of {@code virtual_routes} or {@code static_routes}: the words of {@code ip route}. */
final class RouteCheck extends RoutingLine {
    private static final Map<String, Integer> SCOPES =
            Map.of("global", 0, "universe", 0, "site", 200, "link", 253, "host", 254, "nowhere", 255);
    private static final Map<String, Route.Type> TYPES = Map.of(
            "unicast", Route.Type.UNICAST,
            "local", Route.Type.LOCAL,
            "broadcast", Route.Type.BROADCAST,
            "anycast", Route.Type.ANYCAST,
            "multicast", Route.Type.MULTICAST,
            "blackhole", Route.Type.BLACKHOLE,
            "unreachable", Route.Type.UNREACHABLE,
            "prohibit", Route.Type.PROHIBIT,
            "throw", Route.Type.THROW);
    private static final Set<String> LIMITS = Set.of(
            "mtu",
            "window",
            "ssthresh",
            "cwnd",
            "advmss",
            "reordering",
            "hoplimit",
            "initcwnd",
            "initrwnd",
            "quickack");
    private static final Set<String> TIMES = Set.of("rtt", "rttvar", "rto_min", "congctl");
    private static final long WORD = 0xffff_ffffL;
    private static final int METRIC_V6 = 1024;

    private Route.Type type = Route.Type.UNICAST;
    private @Nullable InterfaceAddress to;
    private @Nullable InterfaceAddress from;
    private boolean byDefault;
    private int tos;
    private long table = Route.MAIN;
    private long metric;
    private int scope;
    private @Nullable Ip source;
    private final List<Hop> hops = new ArrayList<>();
    private final List<Limit> limits = new ArrayList<>();
    private final Set<Kind> limited = new HashSet<>();
    private @Nullable Ip via;
    private @Nullable Ip orVia;
    private @Nullable InterfaceName link;
    private boolean onlink;

    RouteCheck(Problems problems, LinksCheck links, Map<String, Long> tables, Node line, boolean fixed) {
        super(problems, links, tables, line, "route", fixed);
    }

    /** The route, or null when it had to be left out. */
    @Nullable Read route() {
        while (!atEnd() && !spoiled) {
            option(next());
        }
        if (!spoiled && to == null && !byDefault) {
            leaveOut(first(), "a route needs a destination, has none", "write a network, or default");
        }
        if (!spoiled && to == null) {
            to = new InterfaceAddress(new Ip(family == null ? Family.IPV4 : family, 0, 0), 0);
        }
        var destination = to;
        if (spoiled || destination == null) {
            return null;
        }
        ways();
        int protocol = protocol(Route.KEEPALIVED);
        if (spoiled) {
            return null;
        }
        boolean v6 = destination.ip().family() == Family.IPV6;
        var route = new Route(
                type,
                whole(destination),
                from,
                v6 ? 0 : tos,
                table == 0 ? Route.MAIN : table,
                v6 && metric == 0 ? METRIC_V6 : metric,
                protocol,
                v6 ? 0 : scope,
                source,
                hops,
                limits);
        return new Read(route, tracked, group);
    }

    /** The kernel refuses a destination with bits behind its length. */
    private InterfaceAddress whole(InterfaceAddress written) {
        var bytes = written.ip().bytes();
        for (int bit = written.prefixLength(); bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        var network = new InterfaceAddress(Ip.of(written.ip().family(), bytes, 0), written.prefixLength());
        if (!network.equals(written)) {
            problems.warn(
                    first().place(),
                    "the destination " + written + " has bits behind its length; taken as " + network,
                    "the kernel would refuse it");
        }
        return network;
    }

    private void ways() {
        boolean single = via != null || link != null;
        if (type.refuses()) {
            if (single || !hops.isEmpty()) {
                problems.warn(
                        first().place(),
                        "a route that is " + type.name().toLowerCase(Locale.ROOT)
                                + " goes nowhere; its via and dev are ignored");
            }
            hops.clear();
            return;
        }
        if (!hops.isEmpty() && single) {
            problems.warn(first().place(), "via and dev do not go with nexthop; they are ignored");
        } else if (hops.isEmpty() && single) {
            hops.add(new Hop(via, link, 1, onlink));
            if (orVia != null) {
                hops.add(new Hop(orVia, link, 1, onlink));
            }
        }
        if (hops.isEmpty()) {
            leaveOut(
                    first(),
                    "a route needs via or dev, has neither",
                    "the kernel would not know where to send packets");
        }
        if (hops.size() > Route.HOPS_MAX) {
            leaveOut(first(), "a route has at most " + Route.HOPS_MAX + " next hops, was " + hops.size());
        }
    }

    private void option(Token option) {
        var text = option.text();
        if (TYPES.containsKey(text)) {
            type = TYPES.getOrDefault(text, Route.Type.UNICAST);
        } else if (LIMITS.contains(text)) {
            limit(option);
        } else if (TIMES.contains(text)) {
            lock();
            notApplied(option, 1, "the kernel finds it by itself");
        } else {
            other(option);
        }
    }

    private void other(Token option) {
        switch (option.text()) {
            case "inet" -> isOf(option, Family.IPV4);
            case "inet6" -> isOf(option, Family.IPV6);
            case "to" -> destination(value(option));
            case "src" -> source = ofFamily(option, ip(option));
            case "from" -> from = from(value(option));
            case "via", "gw" -> via = router(option);
            case "or" -> orVia = router(option);
            case "dev", "oif" -> link = link(option);
            case "onlink" -> onlink = true;
            case "tos", "dsfield" -> tos = tos(option);
            case "table" -> table = or(table(option), table);
            case "protocol" -> protocol(option);
            case "scope" -> scope(value(option));
            case "metric", "priority", "preference" -> metric = or(number(option, WORD), metric);
            case "nexthop" -> nextHops(option);
            case "no_track" -> tracked = false;
            case "track_group" -> group(option);
            default -> rare(option);
        }
    }

    private void rare(Token option) {
        switch (option.text()) {
            case "append" -> notApplied(option, 0, "the route stands before others to the same destination");
            case "realms", "realm" -> notApplied(option, 1, "packets on the route belong to no realm");
            case "features" -> notApplied(option, 1, "connections on the route have what the kernel gives them");
            case "fastopen_no_cookie", "ttl-propagate", "pref" ->
                notApplied(option, 1, "the route has the kernel's default");
            case "expires" -> notApplied(option, 1, "the route stands as long as it is configured");
            case "encap" -> leaveOut(option, "encapsulation by a route is not supported yet");
            case "vrf" ->
                leaveOut(option, "the table of a VRF is not looked up", "write \"table N\" with the table of the VRF");
            case "as" -> leaveOut(option, "\"as to\" is for MPLS, which is not supported");
            default -> destination(option);
        }
    }

    private static long or(@Nullable Long number, long otherwise) {
        return number == null ? otherwise : number;
    }

    private @Nullable Ip ofFamily(Token option, @Nullable Ip ip) {
        if (ip != null) {
            isOf(option, ip.family());
        }
        return ip;
    }

    private void destination(@Nullable Token word) {
        if (word == null) {
            return;
        }
        switch (word.text()) {
            case "default", "any", "all" -> byDefault = true;
            case "default6" -> {
                byDefault = true;
                isOf(word, Family.IPV6);
            }
            default -> {
                to = network(word);
                if (to == null) {
                    leaveOut(word, "expected a network or an option of a route, was \"" + word.text() + "\"");
                }
            }
        }
    }

    private @Nullable InterfaceAddress from(@Nullable Token word) {
        var network = word == null ? null : network(word);
        if (word != null && network == null) {
            leaveOut(word, "from must be a network, was \"" + word.text() + "\"");
        } else if (word != null && family == Family.IPV4) {
            leaveOut(word, "only IPv6 routes have a from", "a rule with from and a table of its own does it for IPv4");
        }
        return network;
    }

    /** A router of another family must say so. */
    private @Nullable Ip router(Token option) {
        if (option.text().equals("gw") || option.text().equals("or")) {
            problems.warn(
                    option.place(),
                    "keepalived calls \"" + option.text() + "\" deprecated; it is taken all the same",
                    option.text().equals("gw") ? "write \"via\"" : "write \"nexthop via A nexthop via B\"");
        }
        var named = peek();
        if (named != null && (named.text().equals("inet") || named.text().equals("inet6"))) {
            return ip(next());
        }
        return ofFamily(option, ip(option));
    }

    private void scope(@Nullable Token name) {
        if (name == null) {
            return;
        }
        var known = SCOPES.get(name.text());
        var number = known == null ? number("scope", name, 255) : Long.valueOf(known);
        scope = number == null ? 0 : (int) (long) number;
    }

    private boolean lock() {
        var lock = peek();
        boolean locked = lock != null && lock.text().equals("lock");
        if (locked) {
            next();
        }
        return locked;
    }

    private void limit(Token option) {
        var kind = Kind.valueOf(option.text().toUpperCase(Locale.ROOT));
        boolean locked = lock();
        long most = kind == Kind.HOPLIMIT ? 255 : kind == Kind.QUICKACK ? 1 : WORD;
        var number = number(option, most);
        if (number != null && limited.add(kind)) {
            limits.add(new Limit(kind, number, locked));
        }
    }

    private void nextHops(Token first) {
        var begun = first;
        while (begun != null && !spoiled) {
            begun = nextHop(begun);
        }
    }

    /** Reads one next hop; gives the word that begins another, or null at the end. */
    private @Nullable Token nextHop(Token begun) {
        Ip router = null;
        InterfaceName over = null;
        int weight = 1;
        boolean direct = false;
        Token following = null;
        while (!atEnd() && !spoiled && following == null) {
            var option = next();
            switch (option.text()) {
                case "via", "gw" -> router = router(option);
                case "dev", "oif" -> over = link(option);
                case "weight" -> weight = weight(option);
                case "onlink" -> direct = true;
                case "realms" -> notApplied(option, 1, "packets on the route belong to no realm");
                case "nexthop" -> following = option;
                default ->
                    leaveOut(
                            option,
                            "\"" + option.text() + "\" is no option of a next hop",
                            "what is about the whole route stands before the first nexthop");
            }
        }
        if (router == null && over == null) {
            leaveOut(begun, "nexthop needs via or dev, has neither");
        }
        hops.add(new Hop(router, over, weight, direct));
        return following;
    }

    private int weight(Token option) {
        var number = number(option, 256);
        if (number != null && number == 0) {
            leaveOut(option, "weight must be 1..256, was 0");
        }
        return number == null || number == 0 ? 1 : (int) (long) number;
    }
}
