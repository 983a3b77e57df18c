package io.keepsake.adapter.netlink.wire;

import static io.keepsake.adapter.netlink.wire.RouteNumbers.*;

import io.keepsake.core.value.Dad;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an rtnetlink message says of a link or an address: a notice, or a part of a dump. */
public sealed interface RouteNotice {

    record LinkPresent(Link link) implements RouteNotice {}

    record LinkAbsent(int linkIndex) implements RouteNotice {}

    /**
     * An address stands on a link.
     *
     * @param peer the other end of a point-to-point address; otherwise the address itself. The kernel takes the same
     *     address twice with different peers
     * @param label of an IPv4 address; null where it is not told
     * @param dad how far duplicate address detection is with an IPv6 address
     */
    record AddressPresent(
            int linkIndex,
            InterfaceAddress address,
            Ip peer,
            @Nullable Ip broadcast,
            int scope,
            @Nullable String label,
            boolean noPrefixRoute,
            Dad dad)
            implements RouteNotice {

        /** The address as it stands on the link of this name, whose name is the label of those without one. */
        public StandingAddress on(InterfaceName link) {
            boolean special = label != null && !label.equals(link.value());
            var place = new LinkAddress(link, address);
            var other = peer.equals(address.ip()) ? null : peer;
            return address.ip().family() == Family.IPV4
                    ? new StandingAddress(
                            place, other, broadcast, scope, special ? label : null, noPrefixRoute, Dad.DONE)
                    : new StandingAddress(place, other, null, 0, null, noPrefixRoute, dad);
        }
    }

    /** An address no longer stands on a link; the counterpart of {@link AddressPresent}. */
    record AddressAbsent(int linkIndex, InterfaceAddress address, Ip peer) implements RouteNotice {}

    /**
     * Something about a route or a rule, which {@link RoutingNotice} reads where the names of the links are known.
     *
     * @param sequence of the request that caused it, if its port is ours
     * @param protocol who made the route; 0 for a rule
     * @param payload a copy
     */
    record RoutingTold(int type, int sequence, int protocol, ByteBuffer payload) implements RouteNotice {
        public boolean isPresent() {
            return RoutingNotice.isPresent(type);
        }

        public boolean isRoute() {
            return RoutingNotice.isRoute(type);
        }
    }

    /** What the message says, or nothing when it is of another kind, is damaged, or tells only a part of a link. */
    static Optional<RouteNotice> decode(Message message) {
        var payload = message.payload();
        return switch (message.type()) {
            case RTM_NEWLINK -> isLink(payload) ? link(payload).map(LinkPresent::new) : Optional.empty();
            case RTM_DELLINK -> isLink(payload) ? Optional.of(new LinkAbsent(payload.getInt(4))) : Optional.empty();
            case RTM_NEWADDR -> address(payload).map(found -> found);
            case RTM_DELADDR ->
                address(payload).map(gone -> new AddressAbsent(gone.linkIndex(), gone.address(), gone.peer()));
            default -> routing(message);
        };
    }

    private static Optional<RouteNotice> routing(Message message) {
        var payload = message.payload();
        if (!RoutingNotice.isKnown(message.type(), payload)) {
            return Optional.empty();
        }
        int protocol = RoutingNotice.protocol(message.type(), payload);
        return Optional.of(
                new RoutingTold(message.type(), message.sequence(), protocol, ByteBuffer.wrap(bytes(payload))));
    }

    /** A bridge speaks of its ports with the same messages under AF_BRIDGE: "deleted" is then "left the bridge". */
    private static boolean isLink(ByteBuffer payload) {
        return payload.limit() >= LINK_BYTES && payload.get(0) == AF_UNSPEC;
    }

    private static Optional<Link> link(ByteBuffer payload) {
        int index = payload.getInt(4);
        int flags = payload.getInt(8);
        var attributes = Attributes.of(payload, LINK_BYTES);
        var name = attributes.text(IFLA_IFNAME).filter(InterfaceName::isValid);
        var mtu = attributes.number(IFLA_MTU);
        if (name.isEmpty() || mtu.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Link(
                new InterfaceName(name.get()),
                index,
                (flags & IFF_UP) != 0,
                (flags & IFF_RUNNING) != 0,
                (flags & IFF_LOOPBACK) != 0,
                mtu.get(),
                attributes.find(IFLA_ADDRESS).map(RouteNotice::hardware).orElse(HardwareAddress.NONE),
                promotes(attributes)));
    }

    private static boolean promotes(Attributes link) {
        int at = (IPV4_DEVCONF_PROMOTE_SECONDARIES - 1) * Integer.BYTES;
        return link.find(IFLA_AF_SPEC)
                .flatMap(families -> Attributes.of(families, 0).find(AF_INET))
                .flatMap(family -> Attributes.of(family, 0).find(IFLA_INET_CONF))
                .filter(settings -> settings.limit() >= at + Integer.BYTES)
                .map(settings -> settings.getInt(at) != 0)
                .orElse(false);
    }

    private static HardwareAddress hardware(ByteBuffer value) {
        return value.limit() == 6 ? HardwareAddress.of(bytes(value), 0) : HardwareAddress.NONE;
    }

    private static Optional<AddressPresent> address(ByteBuffer payload) {
        if (payload.limit() < ADDRESS_BYTES) {
            return Optional.empty();
        }
        return switch (payload.get(0)) {
            case AF_INET -> address(payload, Family.IPV4);
            case AF_INET6 -> address(payload, Family.IPV6);
            default -> Optional.empty();
        };
    }

    private static Optional<AddressPresent> address(ByteBuffer payload, Family family) {
        int prefixLength = Byte.toUnsignedInt(payload.get(1));
        var attributes = Attributes.of(payload, ADDRESS_BYTES);
        var address = ip(attributes, IFA_ADDRESS, family);
        var local = ip(attributes, IFA_LOCAL, family).or(() -> address);
        if (prefixLength > family.bits() || local.isEmpty()) {
            return Optional.empty();
        }
        int flags = attributes.number(IFA_FLAGS).orElse(Byte.toUnsignedInt(payload.get(2)));
        return Optional.of(new AddressPresent(
                payload.getInt(4),
                new InterfaceAddress(local.get(), prefixLength),
                address.orElse(local.get()),
                ip(attributes, IFA_BROADCAST, family).orElse(null),
                Byte.toUnsignedInt(payload.get(3)),
                attributes.text(IFA_LABEL).filter(label -> !label.isEmpty()).orElse(null),
                (flags & IFA_F_NOPREFIXROUTE) != 0,
                dad(flags)));
    }

    /** A failed address stays tentative; an optimistic one (RFC 4429) may be used meanwhile. */
    private static Dad dad(int flags) {
        if ((flags & IFA_F_DADFAILED) != 0) {
            return Dad.FAILED;
        }
        return (flags & (IFA_F_TENTATIVE | IFA_F_OPTIMISTIC)) == IFA_F_TENTATIVE ? Dad.TENTATIVE : Dad.DONE;
    }

    private static Optional<Ip> ip(Attributes attributes, int type, Family family) {
        return attributes
                .find(type)
                .filter(value -> value.limit() == family.bytes())
                .map(value -> Ip.of(family, bytes(value), 0));
    }

    private static byte[] bytes(ByteBuffer value) {
        var bytes = new byte[value.limit()];
        value.get(0, bytes);
        return bytes;
    }
}
