package io.keepsake.web.metrics;

import io.keepsake.web.follow.Nodes;
import io.keepsake.web.merge.Bands;
import io.keepsake.web.merge.Group;
import java.util.List;
import java.util.Map;

/** What only several journals together tell. */
final class ClusterMetrics {
    private final Nodes nodes;
    private final String node;
    private final Families out;
    private final Map<String, Double> highest;

    ClusterMetrics(Nodes nodes, String node, Families out, Map<String, Double> highest) {
        this.highest = highest;
        this.nodes = nodes;
        this.node = node;
        this.out = out;
    }

    void write() {
        var merge = nodes.merge();
        for (var group : Group.of(merge.nodes())) {
            var bands = Bands.of(group, merge, merge.begin(), merge.horizon());
            var now = bands.isEmpty() ? null : bands.getLast();
            var key = new String[] {"vrid", Integer.toString(group.vrid()), "group", group.title()};
            seconds(
                    "keepsake_split_brain_seconds",
                    "Time in which two nodes were master",
                    bands,
                    Bands.Masters.TWO,
                    key);
            seconds("keepsake_no_master_seconds", "Time in which no node was master", bands, Bands.Masters.NONE, key);
            if (now != null) {
                int masters = now.to() < merge.alive() ? 0 : now.nodes().size();
                out.gauge("keepsake_masters", "How many nodes are master now, as their journals tell", masters, key);
            }
        }
        for (var correction : merge.corrections()) {
            var low = correction.low();
            var high = correction.high();
            if (!correction.node().equals(node) && low != null) {
                offset(correction.node(), "low", low);
            }
            if (!correction.node().equals(node) && high != null) {
                offset(correction.node(), "high", high);
            }
        }
    }

    /** Never less than before, though clocks are known better with time: a counter that falls has begun anew. */
    private void seconds(String name, String help, List<Bands.Band> bands, Bands.Masters masters, String... key) {
        var told = highest.merge(name + key[1] + key[3], seconds(bands, masters), Math::max);
        out.counter(name, help, told, key);
    }

    private void offset(String peer, String bound, long micros) {
        out.gauge(
                "keepsake_peer_clock_offset_seconds",
                "How far a node's clock is ahead of the first node's",
                micros / 1e6,
                "peer",
                peer,
                "bound",
                bound);
    }

    private static double seconds(List<Bands.Band> bands, Bands.Masters masters) {
        long sum = 0;
        for (var band : bands) {
            sum += band.masters() == masters ? band.micros() : 0;
        }
        return sum / 1e6;
    }
}
