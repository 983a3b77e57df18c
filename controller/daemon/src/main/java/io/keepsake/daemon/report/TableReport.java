package io.keepsake.daemon.report;

import io.keepsake.core.NodeState;
import io.keepsake.core.kernel.SeenService;
import io.keepsake.core.text.FieldSink;
import io.keepsake.core.text.IpvsFields;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.history.show.JsonSink;
import java.util.ArrayList;
import java.util.List;

/**
 * The IPVS table as this director believes the kernel has it: what it read, and what it changed since. In text as {@code
 * ipvsadm -Sn} prints it, in the same words, so that the two can be compared line by line once both are sorted.
 */
public final class TableReport {
    private TableReport() {}

    /** The lines of {@code ipvsadm -Sn}, services in their order, each followed by its destinations. */
    public static List<String> lines(NodeState state) {
        var lines = new ArrayList<String>();
        state.ipvs().seen().table().services().values().forEach(seen -> {
            lines.add("-A " + key(seen.service().key()) + options(seen.service()));
            seen.destinations().values().forEach(d -> lines.add(destination(seen, d)));
        });
        return lines;
    }

    private static String key(ServiceKey key) {
        return switch (key) {
            case ServiceKey.Address address ->
                switch (address.protocol()) {
                            case TCP -> "-t ";
                            case UDP -> "-u ";
                            case SCTP -> "--sctp-service ";
                        }
                        + address.endpoint();
            case ServiceKey.Mark mark ->
                "-f " + Integer.toUnsignedString(mark.mark()) + (mark.family() == Family.IPV6 ? " -6" : "");
        };
    }

    private static String options(Service service) {
        var text = new StringBuilder(" -s ").append(service.scheduler());
        if (service.flags() != 0) {
            text.append(" -b ").append(flags(service));
        }
        if (service.persistenceSeconds() > 0) {
            text.append(" -p ").append(service.persistenceSeconds());
            if (service.persistencePrefix() != service.key().family().bits()) {
                text.append(" -M ").append(mask(service));
            }
            if (!service.engine().isEmpty()) {
                text.append(" --pe ").append(service.engine());
            }
        }
        return text.append(service.onePacket() ? " -o" : "").toString();
    }

    private static String flags(Service service) {
        var names =
                switch (service.scheduler()) {
                    case "sh" -> List.of("sh-fallback", "sh-port", "flag-3");
                    case "mh" -> List.of("mh-fallback", "mh-port", "flag-3");
                    default -> List.of("flag-1", "flag-2", "flag-3");
                };
        var set = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            if ((service.flags() & Service.FLAG_1 << i) != 0) {
                set.add(names.get(i));
            }
        }
        return String.join(",", set);
    }

    private static String mask(Service service) {
        int prefix = service.persistencePrefix();
        if (service.key().family() == Family.IPV6) {
            return Integer.toString(prefix);
        }
        int bits = prefix == 0 ? 0 : -1 << 32 - prefix;
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }

    private static String destination(SeenService seen, Destination d) {
        return "-a " + key(seen.service().key()) + " -r " + d.endpoint() + forwarding(d.forwarding()) + " -w "
                + d.weight() + tunnel(d.forwarding())
                + (d.upper() > 0 ? " -x " + d.upper() : "")
                + (d.lower() > 0 ? " -y " + d.lower() : "");
    }

    private static String forwarding(Forwarding forwarding) {
        return switch (forwarding.method()) {
            case NAT -> " -m";
            case DR -> " -g";
            case TUN -> " -i";
            case LOCAL -> "";
        };
    }

    private static String tunnel(Forwarding forwarding) {
        if (forwarding.method() != Forwarding.Method.TUN) {
            return "";
        }
        var checksum =
                switch (forwarding.checksum()) {
                    case NONE -> "";
                    case FULL -> " --tun-csum";
                    case REMOTE -> " --tun-remcsum";
                };
        return switch (forwarding.tunnel()) {
            case IPIP -> " --tun-type ipip";
            case GUE -> " --tun-type gue --tun-port " + forwarding.tunnelPort() + checksum;
            case GRE -> " --tun-type gre" + checksum;
        };
    }

    /** For programs: the services and their destinations. */
    public static String json(NodeState state) {
        var out = new JsonSink();
        out.flag("read", state.ipvs().seen().read());
        out.list("services", List.copyOf(state.ipvs().seen().table().services().values()), TableReport::service);
        return out.close() + "\n";
    }

    private static void service(SeenService seen, FieldSink out) {
        out.text("key", seen.service().key().toString());
        IpvsFields.SERVICE.write(seen.service(), out);
        out.list("destinations", List.copyOf(seen.destinations().values()), IpvsFields.DESTINATION);
    }
}
