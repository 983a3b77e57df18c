package io.keepsake.adapter.netlink.ipvs.wire;

import static io.keepsake.adapter.netlink.ipvs.wire.IpvsNumbers.*;

import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfDaemon;
import io.keepsake.adapter.netlink.wire.Attributes;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.SyncDaemon;
import java.util.Optional;

/** Reads a sync daemon. */
final class DaemonReply {
    private static final Ip ANY = Ip.v4(0);
    private static final Ip USUAL_GROUP = Ip.v4(SYNC_GROUP);

    private DaemonReply() {}

    static Optional<IpvsReply> decode(Attributes in) {
        var role = role(in);
        var link = in.text(IPVS_DAEMON_ATTR_MCAST_IFN).filter(InterfaceName::isValid);
        if (role.isEmpty() || link.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new OfDaemon(new SyncDaemon(
                role.get(),
                new InterfaceName(link.get()),
                in.number(IPVS_DAEMON_ATTR_SYNC_ID, 0),
                unlessUsual(in.halfNumber(IPVS_DAEMON_ATTR_SYNC_MAXLEN, 0), SYNC_MAXLEN),
                unlessUsual(in.halfNumber(IPVS_DAEMON_ATTR_MCAST_PORT, 0), SYNC_PORT),
                unlessUsual(in.octet(IPVS_DAEMON_ATTR_MCAST_TTL, 0), SYNC_TTL),
                group(in))));
    }

    private static Optional<Role> role(Attributes in) {
        return switch (in.number(IPVS_DAEMON_ATTR_STATE, 0)) {
            case IP_VS_STATE_MASTER -> Optional.of(Role.MASTER);
            case IP_VS_STATE_BACKUP -> Optional.of(Role.BACKUP);
            default -> Optional.empty();
        };
    }

    private static int unlessUsual(int value, int usual) {
        return value == usual ? 0 : value;
    }

    private static Ip group(Attributes in) {
        return in.ip(IPVS_DAEMON_ATTR_MCAST_GROUP, Family.IPV4)
                .or(() -> in.ip(IPVS_DAEMON_ATTR_MCAST_GROUP6, Family.IPV6))
                .filter(group -> !group.equals(USUAL_GROUP))
                .orElse(ANY);
    }
}
