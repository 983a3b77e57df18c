package io.keepsake.web.metrics;

import io.keepsake.web.follow.Nodes;
import io.keepsake.web.merge.Findings;
import io.keepsake.web.merge.PlacedBands;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What only several journals together tell. */
final class ClusterMetrics {
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
        var findings = nodes.findings();
        var merge = nodes.merge();
        long alive = merge.aliveAt(Nodes.now());
        Predicate<String> lives = name -> merge.end(name) >= alive;
        findings.masters().forEach(bands -> group(findings, bands, lives));
        for (var peer : merge.nodes()) {
            if (!peer.name().equals(node)) {
                var places = merge.places(peer.name());
                offset(peer.name(), "low", places.low());
                offset(peer.name(), "high", places.high());
            }
        }
    }

    private void group(Findings findings, PlacedBands bands, Predicate<String> lives) {
        int vrid = bands.group().vrids().iterator().next();
        var key = new String[] {
            "vrid", Integer.toString(vrid), "group", bands.group().title()
        };
        var sums = times.of(findings, bands, lives);
        out.counter("keepsake_split_brain_seconds", "Time in which two nodes were master", sums.two(), key);
        out.counter("keepsake_no_master_seconds", "Time in which no node was master", sums.none(), key);
        int masters = bands.now(lives).size();
        out.gauge("keepsake_masters", "How many nodes are master now, as their journals tell", masters, key);
    }

    private void offset(String peer, String bound, @Nullable Long micros) {
        if (micros != null) {
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
}
