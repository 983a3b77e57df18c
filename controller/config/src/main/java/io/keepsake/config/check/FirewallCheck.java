package io.keepsake.config.check;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.value.FirewallTable;
import java.nio.charset.StandardCharsets;

/** Reads where packets to addresses are dropped that are not accepted. */
record FirewallCheck(Problems problems, Values values) {
    FirewallTable table() {
        for (var keyword : new String[] {"vrrp_iptables", "vrrp_ipsets"}) {
            var line = values.last(keyword);
            if (line != null) {
                problems.warn(
                        line.keyword().place(),
                        keyword + " is not used: packets are dropped by nftables, in a table of its own",
                        "write \"nftables\" instead, or remove it");
            }
        }
        var priority = values.whole("nftables_priority", Integer.MIN_VALUE + 1, Integer.MAX_VALUE, "stays -1");
        return new FirewallTable(
                name(),
                priority == null ? FirewallTable.DEFAULT.priority() : priority,
                values.bare("nftables_counters"),
                values.bare("nftables_ifindex"));
    }

    private String name() {
        var line = values.last("nftables");
        if (line == null || line.values().isEmpty()) {
            return FirewallTable.DEFAULT.name();
        }
        var name = line.values().getFirst();
        int bytes = name.text().getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > FirewallTable.NAME_BYTES_MAX) {
            problems.warn(
                    name.place(),
                    "the name of a table must have 1.." + FirewallTable.NAME_BYTES_MAX + " bytes, has " + bytes
                            + "; it is " + FirewallTable.DEFAULT.name());
            return FirewallTable.DEFAULT.name();
        }
        return name.text();
    }
}
