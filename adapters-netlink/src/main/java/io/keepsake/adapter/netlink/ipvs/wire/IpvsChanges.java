package io.keepsake.adapter.netlink.ipvs.wire;

import static io.keepsake.adapter.netlink.ipvs.wire.IpvsNumbers.*;

import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.MessageWriter;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import java.nio.charset.StandardCharsets;

/** Writes changes of the IPVS table, one message each. */
public final class IpvsChanges {
    private IpvsChanges() {}

    /** Whether the kernel has room for the names in the change. */
    public static boolean fits(IpvsChange change) {
        return switch (change) {
            case IpvsChange.AddService add -> fits(add.service());
            case IpvsChange.EditService edit -> fits(edit.service());
            case IpvsChange.RemoveService _,
                    IpvsChange.AddDestination _,
                    IpvsChange.EditDestination _,
                    IpvsChange.RemoveDestination _,
                    IpvsChange.StartSync _,
                    IpvsChange.StopSync _,
                    IpvsChange.SetTimeouts _ -> true;
        };
    }

    private static boolean fits(Service service) {
        return length(service.scheduler()) <= SCHEDULER_BYTES_MAX && length(service.engine()) <= ENGINE_BYTES_MAX;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Asks for the change; only a failure is acknowledged, unless the writer is told otherwise. */
    public static void write(MessageWriter out, int family, int sequence, IpvsChange change) {
        IpvsRequests.begin(out, family, Message.FLAG_REQUEST, sequence, command(change));
        switch (change) {
            case IpvsChange.AddService add -> service(out, add.service());
            case IpvsChange.EditService edit -> service(out, edit.service());
            case IpvsChange.RemoveService remove -> service(out, remove.service());
            case IpvsChange.AddDestination add -> destination(out, add.service(), add.destination());
            case IpvsChange.EditDestination edit -> destination(out, edit.service(), edit.destination());
            case IpvsChange.RemoveDestination remove -> destination(out, remove.service(), remove.destination());
            case IpvsChange.StartSync start -> daemon(out, start.daemon());
            case IpvsChange.StopSync stop -> daemon(out, stop.daemon());
            case IpvsChange.SetTimeouts set -> timeouts(out, set.timeouts());
        }
        out.end();
    }

    private static int command(IpvsChange change) {
        return switch (change) {
            case IpvsChange.AddService _ -> IPVS_CMD_NEW_SERVICE;
            case IpvsChange.EditService _ -> IPVS_CMD_SET_SERVICE;
            case IpvsChange.RemoveService _ -> IPVS_CMD_DEL_SERVICE;
            case IpvsChange.AddDestination _ -> IPVS_CMD_NEW_DEST;
            case IpvsChange.EditDestination _ -> IPVS_CMD_SET_DEST;
            case IpvsChange.RemoveDestination _ -> IPVS_CMD_DEL_DEST;
            case IpvsChange.StartSync _ -> IPVS_CMD_NEW_DAEMON;
            case IpvsChange.StopSync _ -> IPVS_CMD_DEL_DAEMON;
            case IpvsChange.SetTimeouts _ -> IPVS_CMD_SET_CONFIG;
        };
    }

    private static void service(MessageWriter out, Service asked) {
        var service = Shown.of(asked);
        int nest = out.beginNest(IPVS_CMD_ATTR_SERVICE);
        key(out, service.key());
        out.attribute(IPVS_SVC_ATTR_SCHED_NAME, service.scheduler());
        if (!service.engine().isEmpty()) {
            out.attribute(IPVS_SVC_ATTR_PE_NAME, service.engine());
        }
        out.attribute(IPVS_SVC_ATTR_FLAGS, flags(service), -1);
        out.attribute(IPVS_SVC_ATTR_TIMEOUT, service.persistenceSeconds());
        mask(out, service);
        out.endNest(nest);
    }

    private static int flags(Service service) {
        return service.flags()
                | (service.persistenceSeconds() > 0 ? IP_VS_SVC_F_PERSISTENT : 0)
                | (service.onePacket() ? IP_VS_SVC_F_ONEPACKET : 0);
    }

    private static void mask(MessageWriter out, Service service) {
        int mask = Shown.mask(service.key().family(), service.persistencePrefix());
        switch (service.key().family()) {
            case IPV4 -> out.attribute(IPVS_SVC_ATTR_NETMASK, Ip.v4(mask).bytes());
            case IPV6 -> out.attribute(IPVS_SVC_ATTR_NETMASK, mask);
        }
    }

    private static void service(MessageWriter out, ServiceKey service) {
        int nest = out.beginNest(IPVS_CMD_ATTR_SERVICE);
        key(out, service);
        out.endNest(nest);
    }

    static void key(MessageWriter out, ServiceKey key) {
        out.attribute(IPVS_SVC_ATTR_AF, (short) number(key.family()));
        switch (key) {
            case ServiceKey.Mark mark -> out.attribute(IPVS_SVC_ATTR_FWMARK, mark.mark());
            case ServiceKey.Address address -> {
                int protocol =
                        switch (address.protocol()) {
                            case TCP -> IPPROTO_TCP;
                            case UDP -> IPPROTO_UDP;
                            case SCTP -> IPPROTO_SCTP;
                        };
                out.attribute(IPVS_SVC_ATTR_PROTOCOL, (short) protocol);
                endpoint(out, IPVS_SVC_ATTR_ADDR, IPVS_SVC_ATTR_PORT, address.endpoint());
            }
        }
    }

    private static int number(Family family) {
        return switch (family) {
            case IPV4 -> AF_INET;
            case IPV6 -> AF_INET6;
        };
    }

    private static void endpoint(MessageWriter out, int ip, int port, Endpoint endpoint) {
        out.attribute(ip, endpoint.ip()).port(port, endpoint.port());
    }

    private static void destination(MessageWriter out, ServiceKey service, Destination asked) {
        service(out, service);
        var forwarding = Shown.of(asked.forwarding());
        int nest = out.beginNest(IPVS_CMD_ATTR_DEST);
        place(out, asked.endpoint());
        out.attribute(IPVS_DEST_ATTR_FWD_METHOD, method(forwarding));
        out.attribute(IPVS_DEST_ATTR_WEIGHT, asked.weight());
        out.attribute(IPVS_DEST_ATTR_U_THRESH, asked.upper());
        out.attribute(IPVS_DEST_ATTR_L_THRESH, asked.lower());
        if (forwarding.method() == Forwarding.Method.TUN) {
            tunnel(out, forwarding);
        }
        out.endNest(nest);
    }

    private static int method(Forwarding forwarding) {
        return switch (forwarding.method()) {
            case NAT -> IP_VS_CONN_F_MASQ;
            case DR -> IP_VS_CONN_F_DROUTE;
            case TUN -> IP_VS_CONN_F_TUNNEL;
            case LOCAL -> IP_VS_CONN_F_LOCALNODE;
        };
    }

    private static void tunnel(MessageWriter out, Forwarding forwarding) {
        int type =
                switch (forwarding.tunnel()) {
                    case IPIP -> IP_VS_CONN_F_TUNNEL_TYPE_IPIP;
                    case GUE -> IP_VS_CONN_F_TUNNEL_TYPE_GUE;
                    case GRE -> IP_VS_CONN_F_TUNNEL_TYPE_GRE;
                };
        int checksum =
                switch (forwarding.checksum()) {
                    case NONE -> IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM;
                    case FULL -> IP_VS_TUNNEL_ENCAP_FLAG_CSUM;
                    case REMOTE -> IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM;
                };
        out.attribute(IPVS_DEST_ATTR_TUN_TYPE, (byte) type);
        out.port(IPVS_DEST_ATTR_TUN_PORT, forwarding.tunnelPort());
        out.attribute(IPVS_DEST_ATTR_TUN_FLAGS, (short) checksum);
    }

    private static void destination(MessageWriter out, ServiceKey service, Endpoint destination) {
        service(out, service);
        int nest = out.beginNest(IPVS_CMD_ATTR_DEST);
        place(out, destination);
        out.endNest(nest);
    }

    private static void place(MessageWriter out, Endpoint endpoint) {
        out.attribute(IPVS_DEST_ATTR_ADDR_FAMILY, (short) number(endpoint.ip().family()));
        endpoint(out, IPVS_DEST_ATTR_ADDR, IPVS_DEST_ATTR_PORT, endpoint);
    }

    private static void daemon(MessageWriter out, SyncDaemon daemon) {
        int nest = out.beginNest(IPVS_CMD_ATTR_DAEMON);
        out.attribute(IPVS_DAEMON_ATTR_STATE, daemon.role() == Role.MASTER ? IP_VS_STATE_MASTER : IP_VS_STATE_BACKUP);
        out.attribute(IPVS_DAEMON_ATTR_MCAST_IFN, daemon.link().value());
        out.attribute(IPVS_DAEMON_ATTR_SYNC_ID, daemon.id());
        multicast(out, daemon);
        out.endNest(nest);
    }

    /** Says nothing of what is the kernel's choice. */
    private static void multicast(MessageWriter out, SyncDaemon daemon) {
        if (daemon.maxLength() != 0) {
            out.attribute(IPVS_DAEMON_ATTR_SYNC_MAXLEN, (short) daemon.maxLength());
        }
        if (daemon.port() != 0) {
            out.attribute(IPVS_DAEMON_ATTR_MCAST_PORT, (short) daemon.port());
        }
        if (daemon.ttl() != 0) {
            out.attribute(IPVS_DAEMON_ATTR_MCAST_TTL, (byte) daemon.ttl());
        }
        var group = daemon.group();
        if (group.high() != 0 || group.low() != 0) {
            boolean v4 = group.family() == Family.IPV4;
            out.attribute(v4 ? IPVS_DAEMON_ATTR_MCAST_GROUP : IPVS_DAEMON_ATTR_MCAST_GROUP6, group.bytes());
        }
    }

    private static void timeouts(MessageWriter out, IpvsTimeouts timeouts) {
        out.attribute(IPVS_CMD_ATTR_TIMEOUT_TCP, timeouts.tcp());
        out.attribute(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, timeouts.tcpFin());
        out.attribute(IPVS_CMD_ATTR_TIMEOUT_UDP, timeouts.udp());
    }
}
