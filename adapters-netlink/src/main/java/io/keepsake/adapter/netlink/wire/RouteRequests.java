package io.keepsake.adapter.netlink.wire;

import static io.keepsake.adapter.netlink.wire.RouteNumbers.*;

import io.keepsake.core.config.AddressFlags;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the rtnetlink requests. */
public final class RouteRequests {
    /** The longest label that the kernel takes, in bytes. */
    public static final int LABEL_BYTES_MAX = 15;
    /** No request with a label of at most {@link #LABEL_BYTES_MAX} is longer. */
    public static final int REQUEST_BYTES_MAX = 128;

    private static final int CHANGE = Message.FLAG_REQUEST | Message.FLAG_ACK;
    private static final int DUMP = Message.FLAG_REQUEST | Message.FLAG_DUMP;
    private static final int FOREVER = -1;

    private RouteRequests() {}

    /** Asks for every link, without its counters. */
    public static void dumpLinks(MessageWriter out, int sequence) {
        out.begin(RTM_GETLINK, DUMP, sequence)
                .zeros(LINK_BYTES)
                .attribute(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS)
                .end();
    }

    /** Sets {@code promote_secondaries} of IPv4 for a link. */
    public static void promote(MessageWriter out, int sequence, int linkIndex, boolean on) {
        out.begin(RTM_SETLINK, CHANGE, sequence)
                .octet(AF_UNSPEC)
                .zeros(3)
                .number(linkIndex)
                .zeros(LINK_BYTES - 2 * Integer.BYTES);
        int families = out.beginNest(IFLA_AF_SPEC);
        int family = out.beginNest(AF_INET);
        int settings = out.beginNest(IFLA_INET_CONF);
        out.attribute(IPV4_DEVCONF_PROMOTE_SECONDARIES, on ? 1 : 0);
        out.endNest(settings).endNest(family).endNest(families).end();
    }

    /** Asks for every address of both families. */
    public static void dumpAddresses(MessageWriter out, int sequence) {
        out.begin(RTM_GETADDR, DUMP, sequence).zeros(ADDRESS_BYTES).end();
    }

    /**
     * Asks for an address to be put on a link; EEXIST when it stands there. As keepalived does it, an IPv6 address is
     * used without duplicate address detection unless the file asks for it, and one of /128 is never chosen as a source (preferred lifetime 0).
     */
    public static void add(MessageWriter out, int sequence, int linkIndex, VirtualAddress wanted) {
        var address = wanted.address();
        begin(out, RTM_NEWADDR, sequence, linkIndex, address, wanted.scope());
        out.attribute(IFA_LOCAL, address.ip().bytes());
        var peer = wanted.peer();
        if (peer != null) {
            out.attribute(IFA_ADDRESS, peer.bytes());
        }
        int flags = flags(wanted);
        switch (address.ip().family()) {
            case IPV4 -> addV4(out, wanted);
            case IPV6 -> {}
        }
        if (flags != 0) {
            out.attribute(IFA_FLAGS, flags);
        }
        int preferred = preferred(wanted);
        if (preferred != FOREVER) {
            out.attribute(IFA_CACHEINFO, preferred, FOREVER, 0, 0);
        }
        out.end();
    }

    private static int flags(VirtualAddress wanted) {
        boolean atOnce =
                wanted.address().ip().family() == Family.IPV6 && !wanted.flags().detectsDuplicates();
        return (wanted.noPrefixRoute() ? IFA_F_NOPREFIXROUTE : 0)
                | (atOnce ? IFA_F_NODAD : 0)
                | (wanted.flags().home() ? IFA_F_HOMEADDRESS : 0)
                | (wanted.flags().manageTemporary() ? IFA_F_MANAGETEMPADDR : 0)
                | (wanted.flags().autojoin() ? IFA_F_MCAUTOJOIN : 0);
    }

    /** In seconds; 0 for one that is never chosen as a source. */
    private static int preferred(VirtualAddress wanted) {
        int said = wanted.flags().preferredSeconds();
        boolean host = wanted.address().ip().family() == Family.IPV6
                && wanted.address().prefixLength() == Family.IPV6.bits();
        return said == AddressFlags.UNSAID ? (host ? 0 : FOREVER) : said == Integer.MAX_VALUE ? FOREVER : said;
    }

    private static void addV4(MessageWriter out, VirtualAddress wanted) {
        var broadcast = wanted.broadcast();
        if (broadcast != null) {
            out.attribute(IFA_BROADCAST, broadcast.bytes());
        }
        var label = wanted.label();
        if (label != null) {
            out.attribute(IFA_LABEL, (label + '\0').getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Asks for an address to be taken off a link; EADDRNOTAVAIL when it does not stand there. IFA_ADDRESS is given as
     * well because without it the kernel takes any IPv4 prefix length, and any peer, for the right one.
     */
    public static void remove(
            MessageWriter out, int sequence, int linkIndex, InterfaceAddress address, @Nullable Ip peer) {
        begin(out, RTM_DELADDR, sequence, linkIndex, address, 0);
        var ip = address.ip();
        out.attribute(IFA_LOCAL, ip.bytes())
                .attribute(IFA_ADDRESS, Objects.requireNonNullElse(peer, ip).bytes())
                .end();
    }

    private static void begin(
            MessageWriter out, int type, int sequence, int linkIndex, InterfaceAddress address, int scope) {
        out.begin(type, CHANGE, sequence)
                .octet(
                        switch (address.ip().family()) {
                            case IPV4 -> AF_INET;
                            case IPV6 -> AF_INET6;
                        })
                .octet(address.prefixLength())
                .octet(0)
                .octet(scope)
                .number(linkIndex);
    }
}
