package io.keepsake.web.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.Moment;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.ClusterScan;
import io.keepsake.history.cluster.Incident;
import io.keepsake.history.cluster.Incidents;
import io.keepsake.history.cluster.Verdict;
import io.keepsake.history.cluster.Verdicts;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalReader;
import io.keepsake.journal.Journals;
import io.keepsake.testkit.record.RecordedCluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told while journals are read, and when all of them were. */
class LiveFindingsTest {
    private static final List<String> NODES = List.of("node-a", "node-b", "node-c");

    @TempDir
    Path root;

    @BeforeEach
    void record() throws Exception {
        RecordedCluster.failovers(root, Instant.parse("2026-11-22T03:12:00Z"), "VI_1", 0);
    }

    private List<JournalItem> items(String node) throws Exception {
        var items = new ArrayList<JournalItem>();
        try (var reader = Journals.open(root.resolve(node))) {
            for (var item = reader.next(); item != null; item = reader.next()) {
                items.add(item);
            }
        }
        return items;
    }

    private ClusterHistory replayed() throws Exception {
        var readers = new LinkedHashMap<String, JournalReader>();
        for (var node : NODES) {
            readers.put(node, Journals.open(root.resolve(node)));
        }
        try {
            return ClusterHistory.read(readers, _ -> {});
        } finally {
            readers.values().forEach(JournalReader::close);
        }
    }

    /** However often it was told meanwhile, and of whatever: what goes on is taken apart by no one who asks. */
    @Test
    void isWhatReplayTellsHoweverOftenItWasAskedMeanwhile() throws Exception {
        var scan = new ClusterScan(NODES);
        for (var node : NODES) {
            for (var item : items(node)) {
                scan.take(node, item);
                scan.history();
            }
        }
        var whole = replayed();
        for (var node : NODES) {
            assertEquals(whole.facts(node), scan.history().facts(node), node);
        }
        var findings = Findings.of(scan.history(), null);
        assertEquals(texts(Incidents.of(whole)), texts(findings.incidents()));
        assertEquals(
                Verdicts.of(whole).stream().map(Verdict::claim).toList(),
                findings.verdicts().stream().map(Verdict::claim).toList());
    }

    private static List<String> texts(List<Incident> incidents) {
        return incidents.stream().map(i -> i.text() + i.length().text()).toList();
    }

    @Test
    void areNotWholeWhileJournalsAreRead() throws Exception {
        var live = new LiveFindings(NODES, 1 << 20);
        var some = items("node-a");
        for (var item : some.subList(0, some.size() / 2)) {
            live.take("node-a", item);
        }
        var findings = live.now("the journals are still being read");
        assertEquals("the journals are still being read", findings.problem());
        assertFalse(findings.verdicts().isEmpty(), "what is known is there all the same");
        assertNull(live.now(null).problem());
    }

    /** Making them costs the more, the more happened; who gets older ones is told so. */
    @Test
    void thatAreNotTheLastAreSaidToBeBehind() throws Exception {
        var clock = new AtomicLong();
        var live = new LiveFindings(NODES, 1 << 20, clock::get);
        var all = items("node-a");
        live.take("node-a", all.getFirst());
        assertFalse(live.recent(null).behind());
        for (var item : all.subList(1, all.size())) {
            live.take("node-a", item);
        }
        var older = live.recent(null);
        assertTrue(older.behind() && older.verdicts().isEmpty(), "within the pause");
        clock.addAndGet(500_000_000);
        var last = live.recent(null);
        assertFalse(last.behind() || last.verdicts().isEmpty(), "after it");
    }

    /** As for a report, which nobody asks for again in a second. */
    @Test
    void ofNowNeedNoPause() throws Exception {
        var live = new LiveFindings(NODES, 1 << 20, () -> 0);
        for (var item : items("node-a")) {
            live.take("node-a", item);
            assertFalse(live.now(null).behind());
        }
        assertFalse(live.now(null).verdicts().isEmpty());
    }

    @Test
    void beyondTheirBoundNothingIsFoundRatherThanAPart() throws Exception {
        var live = new LiveFindings(NODES, 4_000);
        // each reading of it is another run for them
        for (int i = 0; i < 100; i++) {
            for (var item : items("node-a")) {
                live.take("node-a", item);
            }
        }
        var findings = live.now(null);
        assertTrue(findings.incidents().isEmpty() && findings.verdicts().isEmpty());
        assertNotNull(findings.problem());
        assertTrue(findings.problem().contains("replay incidents"), findings.problem());
    }

    /** A checkpoint says what was so before it; one that is damaged is a hole, and ends nothing. */
    @Test
    void aDamagedCheckpointIsAHole() throws Exception {
        var scan = new ClusterScan(NODES);
        var event = new Checkpoint(List.of("Node stopping=false"), 1);
        var turn = new Turn(
                new Recorded(40, new Moment(1), Instant.parse("2026-11-22T03:12:00Z"), event), List.of(), List.of());
        scan.take("node-a", new JournalItem.RunStarted(7, 40, Instant.parse("2026-11-22T03:12:00Z"), "0.1.0"));
        scan.take("node-a", new JournalItem.TurnRead(7, turn));
        var missing = scan.history().missing("node-a");
        assertEquals(1, missing.size(), missing.toString());
        assertTrue(missing.getFirst().startsWith("a checkpoint that makes no state"), missing.getFirst());
    }
}
