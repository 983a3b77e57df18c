package io.keepsake.web.metrics;

import io.keepsake.web.follow.Nodes;
import io.keepsake.web.merge.Bands;
import io.keepsake.web.merge.Group;

/** What only several journals together tell. */
final class ClusterMetrics {
    private final Nodes nodes;
    private final String node;
    private final Families out;

    ClusterMetrics(Nodes nodes, String node, Families out) {
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
            out.counter("keepsake_split_brain_seconds", "Time in which two nodes were master", seconds(bands, Bands.Masters.TWO), key);
            out.counter("keepsake_no_master_seconds", "Time in which no node was master", seconds(bands, Bands.Masters.NONE), key);
            if (now != null) {
                out.gauge("keepsake_masters", "How many nodes are master now, as their journals tell", now.nodes().size(), key);
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

    private void offset(String peer, String bound, long micros) {
        out.gauge("keepsake_peer_clock_offset_seconds", "How far a node's clock is ahead of the first node's", micros / 1e6, "peer", peer, "bound", bound);
    }

    private static double seconds(Iterable<Bands.Band> bands, Bands.Masters masters) {
        long sum = 0;
        for (var band : bands) {
            sum += band.masters() == masters ? band.micros() : 0;
        }
        return sum / 1e6;
    }
}
