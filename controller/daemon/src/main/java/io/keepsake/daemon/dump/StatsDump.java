package io.keepsake.daemon.dump;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.InstanceName;
import java.util.List;

/** The text of {@code keepalived.stats}. */
final class StatsDump {
    private StatsDump() {}

    static String of(List<InstanceConfig> instances, Counters counters) {
        var out = new StringBuilder();
        for (var instance : instances) {
            print(instance.name(), counters, out);
        }
        return out.toString();
    }

    private static void print(InstanceName name, Counters counters, StringBuilder out) {
        out.append("VRRP Instance: ").append(name).append('\n');
        out.append("  Advertisements:\n");
        line("    Received", Counter.ADVERT_RCVD, name, counters, out);
        line("    Sent", Counter.ADVERT_SENT, name, counters, out);
        line("  Became master", Counter.BECOME_MASTER, name, counters, out);
        line("  Released master", Counter.RELEASE_MASTER, name, counters, out);
        out.append("  Packet Errors:\n");
        line("    Length", Counter.PACKET_LEN_ERR, name, counters, out);
        line("    TTL", Counter.IP_TTL_ERR, name, counters, out);
        line("    Invalid Type", Counter.INVALID_TYPE_RCVD, name, counters, out);
        line("    Advertisement Interval", Counter.ADVERT_INTERVAL_ERR, name, counters, out);
        line("    Address List", Counter.ADDR_LIST_ERR, name, counters, out);
        out.append("  Authentication Errors:\n");
        line("    Invalid Type", Counter.INVALID_AUTHTYPE, name, counters, out);
        line("    Type Mismatch", Counter.AUTHTYPE_MISMATCH, name, counters, out);
        line("    Failure", Counter.AUTH_FAILURE, name, counters, out);
        out.append("  Priority Zero:\n");
        line("    Received", Counter.PRI_ZERO_RCVD, name, counters, out);
        line("    Sent", Counter.PRI_ZERO_SENT, name, counters, out);
    }

    private static void line(String key, Counter counter, InstanceName name, Counters counters, StringBuilder out) {
        out.append(key).append(": ").append(counters.of(name, counter)).append('\n');
    }
}
