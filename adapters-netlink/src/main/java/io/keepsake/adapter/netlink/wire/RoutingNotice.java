package io.keepsake.adapter.netlink.wire;

import static io.keepsake.adapter.netlink.wire.RouteNumbers.AF_INET;
import static io.keepsake.adapter.netlink.wire.RouteNumbers.AF_INET6;
import static io.keepsake.adapter.netlink.wire.RoutingNumbers.*;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.NumberRange;
import io.keepsake.core.value.Route;
import io.keepsake.core.value.Route.Hop;
import io.keepsake.core.value.Route.Limit;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads what rtnetlink says of a route or a rule. */
public final class RoutingNotice {
    private static final long WHOLE = 0xffff_ffffL;

    private RoutingNotice() {}

    /** Whether it may be one of these makers'; cheap, for a flood of others. Rules may be anybody's. */
    static boolean isKnown(int type, ByteBuffer payload) {
        return switch (type) {
            case RTM_NEWROUTE, RTM_DELROUTE, RTM_NEWRULE, RTM_DELRULE -> payload.limit() >= HEADER_BYTES;
            default -> false;
        };
    }

    /** Who made the route; 0 for a rule. */
    public static int protocol(int type, ByteBuffer payload) {
        return type == RTM_NEWROUTE || type == RTM_DELROUTE ? Byte.toUnsignedInt(payload.get(5)) : 0;
    }

    /** Whether it says that something stands. */
    static boolean isPresent(int type) {
        return type == RTM_NEWROUTE || type == RTM_NEWRULE;
    }

    /** Whether it is about a route. */
    public static boolean isRoute(int type) {
        return type == RTM_NEWROUTE || type == RTM_DELROUTE;
    }

    /**
     * The route or rule that the message is about; nothing when it is one that cannot be ours, or damaged.
     *
     * @param links the names of links by their index; null where there is none
     */
    public static Optional<Routing> decode(int type, ByteBuffer payload, IntFunction<@Nullable InterfaceName> links) {
        if (!isKnown(type, payload)) {
            return Optional.empty();
        }
        payload.order(ByteOrder.nativeOrder());
        try {
            return switch (payload.get(0)) {
                case AF_INET -> decode(type, payload, Family.IPV4, links);
                case AF_INET6 -> decode(type, payload, Family.IPV6, links);
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // a number outside of what there is
        }
    }

    private static Optional<Routing> decode(
            int type, ByteBuffer payload, Family family, IntFunction<@Nullable InterfaceName> links) {
        return isRoute(type)
                ? route(payload, family, links).map(found -> found)
                : rule(payload, family).map(found -> found);
    }

    private static int octet(ByteBuffer payload, int at) {
        return Byte.toUnsignedInt(payload.get(at));
    }

    private static Optional<Route> route(
            ByteBuffer payload, Family family, IntFunction<@Nullable InterfaceName> links) {
        var attributes = Attributes.of(payload, HEADER_BYTES);
        var type = type(octet(payload, 7));
        int flags = payload.getInt(8);
        if (type == null || (flags & RTM_F_CLONED) != 0) {
            return Optional.empty();
        }
        var to = new InterfaceAddress(attributes.ip(RTA_DST, family).orElse(any(family)), octet(payload, 1));
        int fromLength = octet(payload, 2);
        var from = fromLength == 0
                ? null
                : new InterfaceAddress(attributes.ip(RTA_SRC, family).orElse(any(family)), fromLength);
        long table = Integer.toUnsignedLong(attributes.number(RTA_TABLE, octet(payload, 4)));
        long metric = Integer.toUnsignedLong(attributes.number(RTA_PRIORITY, 0));
        return Optional.of(new Route(
                type,
                to,
                from,
                octet(payload, 3),
                table,
                metric,
                octet(payload, 5),
                octet(payload, 6),
                attributes.ip(RTA_PREFSRC, family).orElse(null),
                type.refuses() ? List.of() : hops(attributes, flags, family, links),
                limits(attributes)));
    }

    private static Ip any(Family family) {
        return new Ip(family, 0, 0);
    }

    private static Route.@Nullable Type type(int number) {
        return Arrays.stream(Route.Type.values())
                .filter(t -> number(t) == number)
                .findFirst()
                .orElse(null);
    }

    private static List<Limit> limits(Attributes attributes) {
        var nest = attributes.nest(RTA_METRICS);
        var limits = new ArrayList<Limit>();
        if (nest.isPresent()) {
            int locked = nest.get().number(RTAX_LOCK, 0);
            for (var kind : Route.Kind.values()) {
                int number = number(kind);
                nest.get()
                        .number(number)
                        .ifPresent(value -> limits.add(
                                new Limit(kind, Integer.toUnsignedLong(value), (locked >> number & 1) != 0)));
            }
        }
        return limits;
    }

    private static List<Hop> hops(
            Attributes attributes, int flags, Family family, IntFunction<@Nullable InterfaceName> links) {
        var several = attributes.find(RTA_MULTIPATH);
        if (several.isPresent()) {
            return several(several.get(), family, links);
        }
        var link = attributes.number(RTA_OIF).map(links::apply).orElse(null);
        return List.of(new Hop(gateway(attributes, family), link, 1, (flags & RTNH_F_ONLINK) != 0));
    }

    private static List<Hop> several(ByteBuffer bytes, Family family, IntFunction<@Nullable InterfaceName> links) {
        var hops = new ArrayList<Hop>();
        int at = 0;
        while (bytes.limit() - at >= HOP_BYTES && hops.size() <= Route.HOPS_MAX) {
            int length = Short.toUnsignedInt(bytes.getShort(at));
            if (length < HOP_BYTES || length > bytes.limit() - at) {
                break;
            }
            var hop = bytes.slice(at, length).order(ByteOrder.nativeOrder());
            boolean onlink = (hop.get(2) & RTNH_F_ONLINK) != 0;
            var gateway = gateway(Attributes.of(hop, HOP_BYTES), family);
            hops.add(new Hop(gateway, links.apply(hop.getInt(4)), octet(hop, 3) + 1, onlink));
            at += Message.align(length);
        }
        return hops;
    }

    private static @Nullable Ip gateway(Attributes attributes, Family family) {
        var same = attributes.ip(RTA_GATEWAY, family);
        if (same.isPresent()) {
            return same.get();
        }
        var other = family == Family.IPV4 ? Family.IPV6 : Family.IPV4;
        return attributes
                .find(RTA_VIA)
                .filter(via -> via.limit() >= Short.BYTES + other.bytes())
                .map(via -> {
                    var bytes = new byte[other.bytes()];
                    via.get(Short.BYTES, bytes);
                    return Ip.of(other, bytes, 0);
                })
                .orElse(null);
    }

    private static Optional<Rule> rule(ByteBuffer payload, Family family) {
        var attributes = Attributes.of(payload, HEADER_BYTES);
        boolean ofDevice = attributes.octet(FRA_L3MDEV, 0) != 0;
        var action = action(octet(payload, 7), ofDevice);
        if (action == null) {
            return Optional.empty();
        }
        long target =
                switch (action) {
                    case LOOKUP -> Integer.toUnsignedLong(attributes.number(FRA_TABLE, octet(payload, 4)));
                    case GOTO -> Integer.toUnsignedLong(attributes.number(FRA_GOTO, 0));
                    case NOP, BLACKHOLE, UNREACHABLE, PROHIBIT, L3MDEV -> 0;
                };
        long mark = Integer.toUnsignedLong(attributes.number(FRA_FWMARK, 0));
        long mask = Integer.toUnsignedLong(attributes.number(FRA_FWMASK, mark == 0 ? 0 : -1));
        return Optional.of(new Rule(
                family,
                Integer.toUnsignedLong(attributes.number(FRA_PRIORITY, 0)),
                (payload.getInt(8) & FIB_RULE_INVERT) != 0,
                network(attributes, FRA_SRC, family, octet(payload, 2)),
                network(attributes, FRA_DST, family, octet(payload, 1)),
                octet(payload, 3),
                link(attributes, FRA_IIFNAME),
                link(attributes, FRA_OIFNAME),
                mark,
                mask,
                attributes.octet(FRA_IP_PROTO, 0),
                ports(attributes, FRA_SPORT_RANGE),
                ports(attributes, FRA_DPORT_RANGE),
                users(attributes),
                action,
                target,
                suppressed(attributes, FRA_SUPPRESS_PREFIXLEN),
                suppressed(attributes, FRA_SUPPRESS_IFGROUP),
                attributes.octet(FRA_PROTOCOL, 0)));
    }

    private static Rule.@Nullable Action action(int number, boolean ofDevice) {
        if (ofDevice) {
            return Rule.Action.L3MDEV;
        }
        return Arrays.stream(Rule.Action.values())
                .filter(a -> number(a) == number)
                .findFirst()
                .orElse(null);
    }

    private static long suppressed(Attributes attributes, int type) {
        long number = Integer.toUnsignedLong(attributes.number(type, -1));
        return number == WHOLE ? -1 : number;
    }

    private static @Nullable InterfaceAddress network(Attributes attributes, int type, Family family, int length) {
        return length == 0
                ? null
                : attributes
                        .ip(type, family)
                        .map(ip -> new InterfaceAddress(ip, length))
                        .orElse(null);
    }

    /** A rule may name what no interface is called, and is none of ours then. */
    private static @Nullable InterfaceName link(Attributes attributes, int type) {
        return attributes
                .text(type)
                .filter(name -> !name.isEmpty())
                .map(InterfaceName::new)
                .orElse(null);
    }

    private static @Nullable NumberRange ports(Attributes attributes, int type) {
        return attributes
                .find(type)
                .filter(value -> value.limit() >= 2 * Short.BYTES)
                .map(value -> new NumberRange(
                        Short.toUnsignedInt(value.getShort(0)), Short.toUnsignedInt(value.getShort(Short.BYTES))))
                .orElse(null);
    }

    private static @Nullable NumberRange users(Attributes attributes) {
        return attributes
                .find(FRA_UID_RANGE)
                .filter(value -> value.limit() >= 2 * Integer.BYTES)
                .map(value -> new NumberRange(
                        Integer.toUnsignedLong(value.getInt(0)), Integer.toUnsignedLong(value.getInt(Integer.BYTES))))
                .orElse(null);
    }
}
