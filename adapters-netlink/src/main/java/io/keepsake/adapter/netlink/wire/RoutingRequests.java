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
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.Rule;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Writes the rtnetlink requests about routes and rules. */
public final class RoutingRequests {
    /** No request is longer: one with {@link Route#HOPS_MAX} routers of IPv6, and every limit. */
    public static final int REQUEST_BYTES_MAX = 2_048;

    private static final int CHANGE = Message.FLAG_REQUEST | Message.FLAG_ACK;
    private static final int CREATE = 0x400;
    private static final int EXCLUSIVE = 0x200;
    private static final int DUMP = Message.FLAG_REQUEST | Message.FLAG_DUMP;

    /** The largest table that has room in the header. */
    private static final int OCTET_MAX = 255;

    private RoutingRequests() {}

    /**
     * Asks for a route or rule to be put there; EEXIST when it stands. As keepalived does it, a route stands before others
     * to the same destination.
     *
     * @param index of the links it names
     */
    public static void add(MessageWriter out, int sequence, Routing wanted, ToIntFunction<InterfaceName> index) {
        switch (wanted) {
            case Route route -> {
                int how = route.type().refuses() ? CREATE | EXCLUSIVE : CREATE;
                write(out, RTM_NEWROUTE, CHANGE | how, sequence, route, index);
            }
            case Rule rule -> write(out, RTM_NEWRULE, CHANGE | CREATE | EXCLUSIVE, sequence, rule);
        }
    }

    /** Asks for it to be taken away, in all its words, so that no other is meant; ESRCH or ENOENT when there is none. */
    public static void remove(MessageWriter out, int sequence, Routing there, ToIntFunction<InterfaceName> index) {
        switch (there) {
            case Route route -> write(out, RTM_DELROUTE, CHANGE, sequence, route, index);
            case Rule rule -> write(out, RTM_DELRULE, CHANGE, sequence, rule);
        }
    }

    /** Asks for every route of one family and maker; an old kernel gives those of all. */
    public static void dumpRoutes(MessageWriter out, int sequence, Family family, int protocol) {
        begin(out, RTM_GETROUTE, DUMP, sequence, family)
                .zeros(4)
                .octet(protocol)
                .zeros(6)
                .end();
    }

    /** Asks for every rule of one family. */
    public static void dumpRules(MessageWriter out, int sequence, Family family) {
        begin(out, RTM_GETRULE, DUMP, sequence, family).zeros(11).end();
    }

    private static MessageWriter begin(MessageWriter out, int type, int flags, int sequence, Family family) {
        return out.begin(type, flags, sequence).octet(family == Family.IPV4 ? AF_INET : AF_INET6);
    }

    private static void write(
            MessageWriter out, int type, int flags, int sequence, Route route, ToIntFunction<InterfaceName> index) {
        var from = route.from();
        begin(out, type, flags, sequence, route.family())
                .octet(route.to().prefixLength())
                .octet(from == null ? 0 : from.prefixLength())
                .octet(route.tos())
                .octet(inHeader(route.table()))
                .octet(route.protocol())
                .octet(route.scope())
                .octet(number(route.type()))
                .number(route.hops().size() == 1 ? flags(route.hops().getFirst()) : 0);
        out.attribute(RTA_DST, route.to().ip().bytes());
        if (from != null) {
            out.attribute(RTA_SRC, from.ip().bytes());
        }
        var source = route.source();
        if (source != null) {
            out.attribute(RTA_PREFSRC, source.bytes());
        }
        if (route.table() > OCTET_MAX) {
            out.attribute(RTA_TABLE, (int) route.table());
        }
        if (route.hops().size() == 1) {
            hop(out, route.family(), route.hops().getFirst(), index);
        }
        if (route.metric() != 0) {
            out.attribute(RTA_PRIORITY, (int) route.metric());
        }
        limits(out, route);
        if (route.hops().size() > 1) {
            hops(out, route, index);
        }
        out.end();
    }

    private static int inHeader(long table) {
        return table > OCTET_MAX ? RT_TABLE_UNSPEC : (int) table;
    }

    private static int flags(Hop hop) {
        return hop.onlink() ? RTNH_F_ONLINK : 0;
    }

    private static void hop(MessageWriter out, Family family, Hop hop, ToIntFunction<InterfaceName> index) {
        gateway(out, family, hop);
        var link = hop.link();
        if (link != null) {
            out.attribute(RTA_OIF, index.applyAsInt(link));
        }
    }

    private static void gateway(MessageWriter out, Family family, Hop hop) {
        var via = hop.via();
        if (via != null && via.family() == family) {
            out.attribute(RTA_GATEWAY, via.bytes());
        } else if (via != null) {
            out.attribute(RTA_VIA, otherFamily(via));
        }
    }

    /** A router of the other family: struct rtvia, its family in two bytes of native order, then its address. */
    private static byte[] otherFamily(Ip via) {
        var value = new byte[Short.BYTES + via.family().bytes()];
        java.nio.ByteBuffer.wrap(value).order(java.nio.ByteOrder.nativeOrder()).putShort((short)
                (via.family() == Family.IPV4 ? AF_INET : AF_INET6));
        via.write(value, Short.BYTES);
        return value;
    }

    private static void limits(MessageWriter out, Route route) {
        if (route.limits().isEmpty()) {
            return;
        }
        int nest = out.beginNest(RTA_METRICS);
        int locked = 0;
        for (var limit : route.limits()) {
            out.attribute(number(limit.kind()), (int) limit.value());
            locked |= limit.locked() ? 1 << number(limit.kind()) : 0;
        }
        if (locked != 0) {
            out.attribute(RTAX_LOCK, locked);
        }
        out.endNest(nest);
    }

    private static void hops(MessageWriter out, Route route, ToIntFunction<InterfaceName> index) {
        int nest = out.beginNest(RTA_MULTIPATH);
        for (var hop : route.hops()) {
            var link = hop.link();
            int begun = out.beginHop(flags(hop), hop.weight() - 1, link == null ? 0 : index.applyAsInt(link));
            gateway(out, route.family(), hop);
            out.endNest(begun);
        }
        out.endNest(nest);
    }

    private static void write(MessageWriter out, int type, int flags, int sequence, Rule rule) {
        var from = rule.from();
        var to = rule.to();
        boolean lookup = rule.action() == Rule.Action.LOOKUP;
        begin(out, type, flags, sequence, rule.family())
                .octet(to == null ? 0 : to.prefixLength())
                .octet(from == null ? 0 : from.prefixLength())
                .octet(rule.tos())
                .octet(lookup ? inHeader(rule.target()) : 0)
                .zeros(2)
                .octet(number(rule.action()))
                .number(rule.not() ? FIB_RULE_INVERT : 0);
        network(out, FRA_SRC, from);
        network(out, FRA_DST, to);
        out.attribute(FRA_PRIORITY, (int) rule.priority());
        if (lookup && rule.target() > OCTET_MAX) {
            out.attribute(FRA_TABLE, (int) rule.target());
        }
        if (rule.action() == Rule.Action.GOTO) {
            out.attribute(FRA_GOTO, (int) rule.target());
        }
        if (rule.mask() != 0) {
            out.attribute(FRA_FWMARK, (int) rule.mark());
            out.attribute(FRA_FWMASK, (int) rule.mask());
        }
        name(out, FRA_IIFNAME, rule.input());
        name(out, FRA_OIFNAME, rule.output());
        if (rule.suppressPrefix() >= 0) {
            out.attribute(FRA_SUPPRESS_PREFIXLEN, (int) rule.suppressPrefix());
        }
        if (rule.suppressGroup() >= 0) {
            out.attribute(FRA_SUPPRESS_IFGROUP, (int) rule.suppressGroup());
        }
        if (rule.action() == Rule.Action.L3MDEV) {
            out.attribute(FRA_L3MDEV, (byte) 1);
        }
        var users = rule.users();
        if (users != null) {
            out.attribute(FRA_UID_RANGE, (int) users.first(), (int) users.last());
        }
        if (rule.protocol() != 0) {
            out.attribute(FRA_PROTOCOL, (byte) rule.protocol());
        }
        if (rule.ipProtocol() != 0) {
            out.attribute(FRA_IP_PROTO, (byte) rule.ipProtocol());
        }
        ports(out, FRA_SPORT_RANGE, rule.sourcePorts());
        ports(out, FRA_DPORT_RANGE, rule.ports());
        out.end();
    }

    private static void network(MessageWriter out, int type, @Nullable InterfaceAddress network) {
        if (network != null) {
            out.attribute(type, network.ip().bytes());
        }
    }

    private static void name(MessageWriter out, int type, @Nullable InterfaceName link) {
        if (link != null) {
            out.attribute(type, link.value());
        }
    }

    /** Two numbers of two bytes in native order. */
    private static void ports(MessageWriter out, int type, @Nullable NumberRange ports) {
        if (ports != null) {
            boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
            int first = (int) ports.first();
            int last = (int) ports.last();
            out.attribute(type, little ? last << 16 | first : first << 16 | last);
        }
    }
}
