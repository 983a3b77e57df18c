package io.keepsake.web.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.web.follow.Nodes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Meters are bound once and set in rounds; times of masters are reckoned once. */
class MetersTest {
    @TempDir
    Path root;

    @Test
    void whatARoundDoesNotNameIsThereNoLonger() {
        var registry = new SimpleMeterRegistry();
        var meters = new Meters(registry);
        meters.round(() -> {
            meters.gauge("state", "", 2, "iname", "VI_1");
            meters.counter("sent", "", 5, "iname", "VI_1");
        });
        var bound = registry.get("sent").functionCounter();
        assertEquals(5, bound.count());
        meters.round(() -> meters.counter("sent", "", 8, "iname", "VI_1"));
        assertSame(bound, registry.get("sent").functionCounter());
        assertEquals(8, bound.count());
        assertTrue(registry.find("state").meters().isEmpty(), "the role of a dead director");
        meters.round(() -> meters.gauge("state", "", 1, "iname", "VI_1"));
        assertEquals(1, registry.get("state").gauge().value());
        assertEquals(1, registry.getMeters().size());
    }

    @Test
    void timesOfMastersAreThoseThatAreTrueAndNeverFall() throws Exception {
        try (var cluster = new RecordedCluster(root, Instant.parse("2026-11-22T03:12:00Z"), "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(100)
                    .cut("node-a", "node-b")
                    .cut("node-b", "node-a")
                    .pass(50)
                    .heal()
                    .pass(7 * 3_600)
                    .kill("node-a")
                    .pass(200);
        }
        var directories = new LinkedHashMap<String, Path>();
        directories.put("node-a", root.resolve("node-a"));
        directories.put("node-b", root.resolve("node-b"));
        try (var nodes = Nodes.follow(directories)) {
            nodes.readAll();
            var findings = nodes.findings();
            var bands = findings.masters().getFirst();
            var times = new MasterTimes();
            var first = times.of(findings, bands, node -> node.equals("node-b"));
            // Skew_Time of 98 after three intervals; the advert that ends it came up to one interval after the healing
            assertEquals(50 - 3.617 + 0.5, first.two(), 0.6);
            // until the first was master, and until the other one missed it
            assertEquals(3.609 + 3.617, first.none(), 0.1);
            assertEquals(first, times.of(findings, bands, node -> node.equals("node-b")));
        }
    }

    /** A master that has stopped was heard of a moment ago, and is none even so. */
    @Test
    void whoStoppedIsNoMasterAnyMore() throws Exception {
        var directories = new LinkedHashMap<String, Path>();
        try (var cluster = new RecordedCluster(root, Instant.parse("2026-11-22T03:12:00Z"), "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(100)
                    .stop("node-a")
                    .pass(2);
        }
        directories.put("node-a", root.resolve("node-a"));
        directories.put("node-b", root.resolve("node-b"));
        try (var nodes = Nodes.follow(directories)) {
            nodes.readAll();
            var bands = nodes.findings().masters().getFirst();
            assertEquals(Set.of("node-b"), bands.now(_ -> true));
            assertEquals(Set.of(), bands.now(_ -> false));
        }
    }
}
