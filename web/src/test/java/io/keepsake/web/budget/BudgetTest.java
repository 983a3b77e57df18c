package io.keepsake.web.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.history.json.Json;
import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.web.follow.Nodes;
import io.keepsake.web.page.Report;
import io.keepsake.web.read.Cursor;
import io.keepsake.web.read.EventPage;
import io.keepsake.web.read.Filter;
import io.keepsake.web.timeline.Timeline;
import io.keepsake.web.timeline.View;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer ends when it has cost enough, and when nobody waits for it. */
class BudgetTest {
    private static final Filter NOTHING = new Filter(Set.of(), Set.of("NoSuchKind"), List.of(), false);
    private static final int MUCH = 1 << 20;

    @TempDir
    Path root;

    private Nodes nodes;

    @BeforeEach
    void read() throws Exception {
        RecordedCluster.failovers(root, Instant.parse("2026-11-22T03:12:00Z"), "VI_1", 0);
        var directories = new LinkedHashMap<String, Path>();
        for (var name : List.of("node-a", "node-b", "node-c")) {
            directories.put(name, root.resolve(name));
        }
        nodes = Nodes.follow(directories);
        nodes.readAll();
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private String events(Budget budget) throws Exception {
        return EventPage.json(nodes.library(), Cursor.EMPTY, 0, Long.MAX_VALUE, NOTHING, 1_000, budget);
    }

    @Test
    void theReadingEndsWhenTheClientGoes() throws Exception {
        var whole = Budget.unlimited();
        events(whole);
        assertTrue(whole.steps() > 100, "turns of three nodes: " + whole.steps());
        var asked = new AtomicInteger();
        var left = Budget.of(Duration.ofDays(1), MUCH, () -> asked.incrementAndGet() > 1);
        assertThrows(Budget.Abandoned.class, () -> events(left));
        assertTrue(left.steps() < 100, "it went on for " + left.steps());
    }

    @Test
    void theReadingEndsWhenItsTimeIsOver() {
        var spent = Budget.of(Duration.ZERO, MUCH, () -> false);
        var why = assertThrows(Budget.Spent.class, () -> events(spent));
        assertTrue(String.valueOf(why.getMessage()).contains("of a CPU"), why.getMessage());
        assertTrue(spent.steps() < 100, "it went on for " + spent.steps());
    }

    @Test
    void noAnswerIsLongerThanItMayBe() {
        var view = View.of(nodes.recorded().begin(), nodes.recorded().end(), 4_000);
        int most = 2_000;
        var small = Budget.of(Duration.ofDays(1), most, () -> false);
        assertThrows(Json.TooLong.class, () -> Timeline.json(nodes.recorded(), nodes.findings(), view, small));
        assertTrue(Timeline.json(nodes.recorded(), nodes.findings(), view, Budget.unlimited())
                        .length()
                > most);
    }

    /** However long the report is as a whole. */
    @Test
    void aReportHoldsOneTurnAtATime() throws Exception {
        long from = nodes.recorded().begin();
        long to = nodes.recorded().end();
        int timeline = Timeline.json(nodes.recorded(), nodes.findings(), View.of(from, to, 4_000), Budget.unlimited())
                .length();
        var sized = Budget.of(Duration.ofDays(1), timeline + 5_000, () -> false);
        var library = nodes.recordedLibrary();
        var written = new AtomicInteger();
        Report.write(library, from, to, "a test", sized, new OutputStream() {
            @Override
            public void write(int octet) {
                written.incrementAndGet();
            }
        });
        assertTrue(written.get() > timeline, "written: " + written);
    }

    @Test
    void aWriterThatIsDrainedGoesOnWhereItWas() {
        var json = new Json().open().member("a", 1);
        var first = json.drain();
        json.name("b").openArray();
        var second = json.drain();
        var third = json.value(2).value("</script>\u2028").closeArray().close().drain();
        assertEquals("{\"a\":1|,\"b\":[|2,\"\\u003c/script\\u003e\\u2028\"]}", first + "|" + second + "|" + third);
    }
}
