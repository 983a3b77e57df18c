package io.keepsake.adapter.netlink.ipvs.wire;

import static io.keepsake.adapter.netlink.ipvs.wire.IpvsNumbers.*;

import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfDestination;
import io.keepsake.adapter.netlink.wire.Attributes;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Forwarding.Checksum;
import io.keepsake.core.value.Forwarding.Tunnel;
import java.util.Optional;

/** Reads a destination. */
final class DestinationReply {
    private DestinationReply() {}

    static Optional<IpvsReply> decode(Attributes in) {
        var endpoint = endpoint(in);
        var forwarding = forwarding(in);
        int weight = in.number(IPVS_DEST_ATTR_WEIGHT, -1);
        if (endpoint.isEmpty() || forwarding.isEmpty() || weight < 0) {
            return Optional.empty();
        }
        var destination = new Destination(
                endpoint.get(),
                forwarding.get(),
                weight,
                count(in, IPVS_DEST_ATTR_U_THRESH),
                count(in, IPVS_DEST_ATTR_L_THRESH));
        return Optional.of(new OfDestination(
                destination,
                count(in, IPVS_DEST_ATTR_ACTIVE_CONNS),
                count(in, IPVS_DEST_ATTR_INACT_CONNS),
                count(in, IPVS_DEST_ATTR_PERSIST_CONNS),
                IpvsReply.traffic(in, IPVS_DEST_ATTR_STATS64, IPVS_DEST_ATTR_STATS)));
    }

    private static int count(Attributes in, int type) {
        return Math.max(0, in.number(type, 0));
    }

    /** Kernels before 3.18 name no family: an address with 12 zero bytes behind it is then one of IPv4. */
    private static Optional<Endpoint> endpoint(Attributes in) {
        var family = IpvsReply.family(in, IPVS_DEST_ATTR_ADDR_FAMILY).or(() -> guessed(in));
        return family.flatMap(f -> IpvsReply.endpoint(in, f, IPVS_DEST_ATTR_ADDR, IPVS_DEST_ATTR_PORT));
    }

    private static Optional<Family> guessed(Attributes in) {
        return in.find(IPVS_DEST_ATTR_ADDR)
                .filter(address -> address.limit() >= Family.IPV6.bytes())
                .map(address -> address.getInt(4) == 0 && address.getLong(8) == 0 ? Family.IPV4 : Family.IPV6);
    }

    private static Optional<Forwarding> forwarding(Attributes in) {
        return switch (in.number(IPVS_DEST_ATTR_FWD_METHOD, -1) & IP_VS_CONN_F_FWD_MASK) {
            case IP_VS_CONN_F_MASQ -> Optional.of(Forwarding.NAT);
            case IP_VS_CONN_F_LOCALNODE -> Optional.of(Forwarding.LOCAL);
            case IP_VS_CONN_F_DROUTE -> Optional.of(Forwarding.DR);
            case IP_VS_CONN_F_TUNNEL -> tunnel(in);
            default -> Optional.empty();
        };
    }

    private static Optional<Forwarding> tunnel(Attributes in) {
        int port = in.port(IPVS_DEST_ATTR_TUN_PORT, 0);
        return switch (in.octet(IPVS_DEST_ATTR_TUN_TYPE, IP_VS_CONN_F_TUNNEL_TYPE_IPIP)) {
            case IP_VS_CONN_F_TUNNEL_TYPE_IPIP -> Optional.of(Forwarding.IPIP);
            case IP_VS_CONN_F_TUNNEL_TYPE_GUE -> Optional.of(Shown.tunnel(Tunnel.GUE, port, checksum(in)));
            case IP_VS_CONN_F_TUNNEL_TYPE_GRE -> Optional.of(Shown.tunnel(Tunnel.GRE, 0, checksum(in)));
            default -> Optional.empty();
        };
    }

    private static Checksum checksum(Attributes in) {
        int flags = in.halfNumber(IPVS_DEST_ATTR_TUN_FLAGS, 0);
        if ((flags & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM) != 0) {
            return Checksum.REMOTE;
        }
        return (flags & IP_VS_TUNNEL_ENCAP_FLAG_CSUM) != 0 ? Checksum.FULL : Checksum.NONE;
    }
}
