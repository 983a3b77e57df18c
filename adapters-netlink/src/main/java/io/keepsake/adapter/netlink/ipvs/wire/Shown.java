package io.keepsake.adapter.netlink.ipvs.wire;

import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Forwarding.Checksum;
import io.keepsake.core.value.Forwarding.Method;
import io.keepsake.core.value.Forwarding.Tunnel;
import io.keepsake.core.value.Service;

/**
 * What the kernel shows of what it was asked for. What has no effect has one form: a service without persistence has
 * the prefix of one client, a tunnel without a port has port 0.
 */
public final class Shown {
    private static final int FLAGS = Service.FLAG_1 | Service.FLAG_2 | Service.FLAG_3;

    private Shown() {}

    public static Service of(Service asked) {
        int bits = asked.key().family().bits();
        int prefix = asked.persistenceSeconds() == 0 ? bits : Math.min(asked.persistencePrefix(), bits);
        return new Service(
                asked.key(),
                asked.scheduler(),
                asked.flags() & FLAGS,
                asked.onePacket(),
                asked.persistenceSeconds(),
                prefix,
                asked.engine());
    }

    public static Destination of(Destination asked) {
        return new Destination(asked.endpoint(), of(asked.forwarding()), asked.weight(), asked.upper(), asked.lower());
    }

    static Forwarding of(Forwarding asked) {
        return switch (asked.method()) {
            case NAT -> Forwarding.NAT;
            case DR -> Forwarding.DR;
            case LOCAL -> Forwarding.LOCAL;
            case TUN -> tunnel(asked.tunnel(), asked.tunnelPort(), asked.checksum());
        };
    }

    static Forwarding tunnel(Tunnel tunnel, int port, Checksum checksum) {
        return switch (tunnel) {
            case IPIP -> Forwarding.IPIP;
            case GUE -> new Forwarding(Method.TUN, tunnel, port, checksum);
            case GRE -> new Forwarding(Method.TUN, tunnel, 0, checksum);
        };
    }

    /** The mask of a prefix as the kernel has it: IPv4 as 32 bits to be written in network order, IPv6 as the length. */
    static int mask(Family family, int prefix) {
        return switch (family) {
            case IPV4 -> prefix == 0 ? 0 : -1 << (Family.IPV4.bits() - prefix);
            case IPV6 -> prefix;
        };
    }
}
