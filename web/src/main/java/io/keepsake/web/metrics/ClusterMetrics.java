package io.keepsake.web.metrics;

import io.keepsake.web.follow.Nodes;
import io.keepsake.web.merge.Bands;
import io.keepsake.web.merge.Group;

/** What only several journals together tell. */
final class ClusterMetrics {
    /** Whoever is master now was so lately. */
    private static final long LATELY_MICROS = 7_200_000_000L;

    private final Nodes nodes;
    private final String node;
    private final Meters out;
    private final MasterTimes times;

    ClusterMetrics(Nodes nodes, String node, Meters out, MasterTimes times) {
        this.times = times;
        this.nodes = nodes;
        this.node = node;
        this.out = out;
    }

    void write() {
        var merge = nodes.merge();
        boolean whole = nodes.caughtUp();
        for (var group : Group.of(merge.nodes())) {
            var key = new String[] {"vrid", Integer.toString(group.vrid()), "group", group.title()};
            var sums = times.of(group, merge, whole);
            out.counter("keepsake_split_brain_seconds", "Time in which two nodes were master", sums.two(), key);
            out.counter("keepsake_no_master_seconds", "Time in which no node was master", sums.none(), key);
            var bands = Bands.of(group, merge, merge.horizon() - LATELY_MICROS, merge.horizon());
            var now = bands.isEmpty() ? null : bands.getLast();
            int masters =
                    now == null || now.to() < merge.alive() ? 0 : now.nodes().size();
            out.gauge("keepsake_masters", "How many nodes are master now, as their journals tell", masters, key);
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
        out.gauge(
                "keepsake_peer_clock_offset_seconds",
                "How far a node's clock is ahead of the first node's",
                micros / 1e6,
                "peer",
                peer,
                "bound",
                bound);
    }
}
