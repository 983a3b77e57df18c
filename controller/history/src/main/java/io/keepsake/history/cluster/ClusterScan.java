package io.keepsake.history.cluster;

import io.keepsake.history.clock.ClockLog;
import io.keepsake.history.clock.Clocks;
import io.keepsake.history.clock.Sources;
import io.keepsake.journal.JournalItem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Takes journals item by item and makes one history of them. For one thread. */
public final class ClusterScan {
    private final SequencedMap<String, NodeScan> nodes = new LinkedHashMap<>();

    /** @param names of the nodes; the clock of the first one counts */
    public ClusterScan(Collection<String> names) {
        var sources = new Sources();
        names.forEach(name -> nodes.put(name, new NodeScan(name, sources)));
    }

    /** The next item of the journal of this node. */
    public void take(String node, JournalItem item) {
        var scan = nodes.get(node);
        if (scan == null) {
            throw new IllegalArgumentException("no node " + node + "; there are " + nodes.keySet());
        }
        scan.take(item);
    }

    /** Bytes that it takes, about. */
    public long bytes() {
        return nodes.values().stream().mapToLong(NodeScan::bytes).sum();
    }

    /** What was taken until now; more may come, and changes nothing of this one. */
    public ClusterHistory history() {
        var facts = new LinkedHashMap<String, List<Fact>>();
        nodes.forEach((name, scan) -> facts.put(name, scan.facts()));
        List<ClockLog> logs = nodes.values().stream().map(NodeScan::clocks).toList();
        var missing = new LinkedHashMap<String, List<String>>();
        nodes.forEach((name, scan) -> missing.put(name, scan.missing()));
        return new ClusterHistory(facts, missing, Clocks.of(logs));
    }
}
