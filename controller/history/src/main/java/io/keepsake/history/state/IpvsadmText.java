package io.keepsake.history.state;

import io.keepsake.core.kernel.SeenTable;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of IPVS as {@code ipvsadm -Sn} of 1.31 prints it and {@code ipvsadm -R} reads it; services in the order of their
 * keys, where the kernel's has none, each followed by its destinations. Marks from 2^31 are as {@code -R} takes them, where
 * {@code -S} prints them with a sign. Thresholds are not there, as they are not in that program's.
 */
public final class IpvsadmText {
    private static final int V4_BITS = 32;

    private IpvsadmText() {}

    public static List<String> of(SeenTable table) {
        var lines = new ArrayList<String>();
        table.services().forEach((key, seen) -> {
            lines.add("-A " + name(key) + options(seen.service()));
            seen.destinations().values().forEach(destination -> lines.add("-a " + name(key) + real(destination)));
        });
        return lines;
    }

    private static String name(ServiceKey key) {
        return switch (key) {
            case ServiceKey.Address(var protocol, var endpoint) -> flag(protocol) + " " + endpoint;
            case ServiceKey.Mark(var mark, var family) ->
                "-f " + Integer.toUnsignedString(mark) + (family == Family.IPV6 ? " -6" : "");
        };
    }

    private static String flag(Protocol protocol) {
        return switch (protocol) {
            case TCP -> "-t";
            case UDP -> "-u";
            case SCTP -> "--sctp-service";
        };
    }

    private static String options(Service service) {
        var text = new StringBuilder(" -s ").append(service.scheduler());
        if (service.persistenceSeconds() > 0) {
            text.append(" -p ").append(service.persistenceSeconds());
            int prefix = service.persistencePrefix();
            if (prefix != service.key().family().bits()) {
                text.append(" -M ").append(service.key().family() == Family.IPV4 ? mask(prefix) : prefix);
            }
            if (!service.engine().isEmpty()) {
                text.append(" --pe ").append(service.engine());
            }
        }
        if (service.onePacket()) {
            text.append(" -o");
        }
        var flags = flags(service);
        return flags.isEmpty() ? text.toString() : text + " -b " + flags;
    }

    private static String mask(int prefix) {
        int bits = prefix == 0 ? 0 : -1 << V4_BITS - prefix;
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
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

    private static String real(Destination destination) {
        return " -r " + destination.endpoint() + " " + method(destination.forwarding()) + "-w " + destination.weight()
                + tunnel(destination.forwarding());
    }

    private static String method(Forwarding forwarding) {
        return switch (forwarding.method()) {
            case NAT -> "-m ";
            case DR -> "-g ";
            case TUN -> "-i ";
            case LOCAL -> " ";
        };
    }

    private static String tunnel(Forwarding forwarding) {
        if (forwarding.method() != Forwarding.Method.TUN) {
            return "";
        }
        var checksum =
                switch (forwarding.checksum()) {
                    case NONE -> " --tun-nocsum";
                    case FULL -> " --tun-csum";
                    case REMOTE -> " --tun-remcsum";
                };
        return switch (forwarding.tunnel()) {
            case IPIP -> " --tun-type ipip";
            case GUE -> " --tun-type gue --tun-port " + forwarding.tunnelPort() + checksum;
            case GRE -> " --tun-type gre" + checksum;
        };
    }
}
