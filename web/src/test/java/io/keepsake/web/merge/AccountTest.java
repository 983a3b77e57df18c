package io.keepsake.web.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told while journals are read, and when all of them were. */
class AccountTest {
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
        var told = Told.of(scan.history(), null);
        assertEquals(texts(Incidents.of(whole)), texts(told.incidents()));
        assertEquals(
                Verdicts.of(whole).stream().map(Verdict::claim).toList(),
                told.verdicts().stream().map(Verdict::claim).toList());
    }

    private static List<String> texts(List<Incident> incidents) {
        return incidents.stream().map(i -> i.text() + i.length().text()).toList();
    }

    @Test
    void isNotWholeWhileJournalsAreRead() throws Exception {
        var account = new Account(NODES, 1 << 20);
        var some = items("node-a");
        for (var item : some.subList(0, some.size() / 2)) {
            account.take("node-a", item);
        }
        var told = account.told("the journals are still being read");
        assertEquals("the journals are still being read", told.problem());
        assertFalse(told.verdicts().isEmpty(), "what is known is told all the same");
        assertNull(account.told(null).problem());
    }

    /** Making it costs the more, the more happened; who gets an older one is told so. */
    @Test
    void whatIsNotTheLastIsSaidToBeBehind() throws Exception {
        var account = new Account(NODES, 1 << 20);
        var all = items("node-a");
        account.take("node-a", all.getFirst());
        assertFalse(account.told(null).behind());
        for (var item : all.subList(1, all.size())) {
            account.take("node-a", item);
        }
        Awaitility.await().forever().until(() -> !account.told(null).behind());
        assertFalse(account.told(null).verdicts().isEmpty());
    }

    @Test
    void beyondItsBoundNothingIsToldRatherThanAPart() throws Exception {
        var account = new Account(NODES, 4_000);
        // each reading of it is another run for an account
        for (int i = 0; i < 100; i++) {
            for (var item : items("node-a")) {
                account.take("node-a", item);
            }
        }
        var told = account.told(null);
        assertTrue(told.incidents().isEmpty() && told.verdicts().isEmpty());
        assertNotNull(told.problem());
        assertTrue(told.problem().contains("replay incidents"), told.problem());
    }
}
