package io.keepsake.web.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.web.follow.Nodes;
import io.keepsake.web.index.Lane;
import io.keepsake.web.index.Roles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lanes lie where the account of all journals has them, though a wall clock was set while its director ran. */
class PlacesTest {
    private static final List<String> NODES = List.of("node-a", "node-b");
    private static final Instant BEGAN = Instant.parse("2026-11-22T03:12:00Z");
    private static final long MICROS = 1_000_000;

    @TempDir
    Path root;

    /** a is master for 55 seconds and is killed; the clock of b is set 40 seconds ahead 20 seconds before that. */
    @BeforeEach
    void record() throws Exception {
        try (var cluster = RecordedCluster.busy(root, BEGAN, 1)) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(10)
                    .stop("node-b")
                    .pass(5)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(20)
                    .setClock("node-b", 40 * RecordedCluster.SECOND)
                    .pass(20)
                    .kill("node-a")
                    .pass(30);
        }
    }

    private Nodes read() throws Exception {
        var directories = new LinkedHashMap<String, Path>();
        NODES.forEach(node -> directories.put(node, root.resolve(node)));
        var nodes = Nodes.follow(directories);
        nodes.readAll();
        return nodes;
    }

    private static void assertNear(long expected, long actual, long micros) {
        assertTrue(Math.abs(actual - expected) <= micros, "expected " + expected + ", was " + actual);
    }

    @Test
    void aSpanOfTheLaneBeginsWhereTheBandDoes() throws Exception {
        try (var nodes = read()) {
            var findings = nodes.findings();
            var merge = nodes.recorded();
            var took = findings.masters().getFirst().all().stream()
                    .filter(band -> band.masters().equals(List.of("node-b")))
                    .findFirst()
                    .orElseThrow();
            var lane = new Lane(Lane.Kind.ROLE, "VI_1", "");
            var spans = merge.node("node-b")
                    .read(runs ->
                            Span.of(runs, lane, merge.places("node-b"), merge.begin(), merge.horizon(), merge.alive()));
            var master = spans.stream()
                    .filter(s -> s.state() == Roles.MASTER)
                    .findFirst()
                    .orElseThrow();
            assertNear(findings.place(took.from()), master.from(), 1);
            // by the clock of a, which was right
            long truly = BEGAN.getEpochSecond() * MICROS + 55 * MICROS + MICROS / 3;
            assertNear(truly, master.from(), MICROS);
            var first = spans.getFirst();
            assertNear(BEGAN.getEpochSecond() * MICROS, first.from(), MICROS / 10);
            assertTrue(spans.stream().allMatch(s -> s.from() <= s.to()), spans::toString);
        }
    }

    @Test
    void theMomentOfAPlaceIsTheLastThatLiesThereOrBeforeIt() throws Exception {
        try (var nodes = read()) {
            var merge = nodes.recorded();
            for (var name : NODES) {
                var places = merge.places(name);
                merge.node(name).each(run -> {
                    long from = places.of(run, run.first());
                    long to = places.of(run, run.last());
                    for (long place = from; place <= to; place += 777_777) {
                        long moment = places.momentOf(run, place);
                        assertTrue(places.of(run, moment) <= place, "at " + place);
                        assertTrue(places.of(run, moment + 1) > place, "at " + place);
                    }
                    assertEquals(run.first(), places.momentOf(run, from));
                    assertEquals(run.last(), places.momentOf(run, to));
                    assertEquals(run.first() - 5, places.momentOf(run, from - 5));
                    assertEquals(run.last() + 5, places.momentOf(run, to + 5));
                });
            }
        }
    }

    @Test
    void turnsAreFoundFromTheirPlaceOn() throws Exception {
        try (var nodes = read()) {
            var places = nodes.recorded().places("node-b");
            long set = BEGAN.getEpochSecond() * MICROS + 36 * MICROS;
            assertNear(set + 40 * MICROS, places.wallAt(set), MICROS / 10);
            assertNear(set + 400 * MICROS, places.wallAt(set + 360 * MICROS), MICROS / 10);
            long before = BEGAN.getEpochSecond() * MICROS + 30 * MICROS;
            assertNear(before, places.wallAt(before), MICROS / 10);
        }
    }
}
