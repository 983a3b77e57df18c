package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names, labels and types that existing dashboards read, on a cluster that is alive. */
class MetricsTest {
    @TempDir
    Path root;

    private RecordedCluster cluster;

    @BeforeEach
    void record() throws Exception {
        cluster = new RecordedCluster(root, Instant.now().minusSeconds(20), "VI_1");
        cluster.start("node-a", "192.168.181.133", 100, 0)
                .start("node-b", "192.168.181.134", 98, 0)
                .pass(5)
                .event(
                        "node-a",
                        "ScriptEnded effect=#1 subject=\"vrrp_script chk\" command=/bin/true end=EXITED status=0 took=0.1s output=\"\"")
                .pass(14);
    }

    private void conforms(String list, String path) throws Exception {
        try (var served = Served.of(root, "node-a", "node-b")) {
            var text = served.body(path);
            for (var line : Exposed.lines("/conformance/" + list)) {
                var words = List.of(line.split(" ", -1));
                var labels = words.subList(2, words.size());
                assertTrue(text.contains("# TYPE " + words.get(0) + " " + words.get(1) + "\n"), line);
                var samples = Exposed.of(text).stream()
                        .filter(s -> s.name().equals(words.getFirst()))
                        .toList();
                assertFalse(samples.isEmpty(), line);
                samples.forEach(s -> assertEquals(labels.stream().sorted().toList(), s.labels(), line));
            }
        }
    }

    @Test
    void dialectOfMehdy() throws Exception {
        conforms("mehdy.txt", "/metrics");
    }

    @Test
    void dialectOfGen2brain() throws Exception {
        conforms("gen2brain.txt", "/metrics/gen2brain");
    }

    @Test
    void ourOwn() throws Exception {
        conforms("keepsake.txt", "/metrics");
    }

    @Test
    void nothingElseIsInTheNamesOfOthers() throws Exception {
        try (var served = Served.of(root, "node-a", "node-b")) {
            var known = Exposed.lines("/conformance/mehdy.txt").stream()
                    .map(l -> l.split(" ", -1)[0])
                    .toList();
            Exposed.of(served.body("/metrics")).stream()
                    .filter(s -> s.name().startsWith("keepalived_"))
                    .forEach(s -> assertTrue(known.contains(s.name()), s.name()));
            assertFalse(served.body("/metrics").contains("node_"), "directors run node_exporter themselves");
        }
    }

    @Test
    void valuesAreThoseOfTheJournal() throws Exception {
        try (var served = Served.of(root, "node-a", "node-b")) {
            var state =
                    "keepalived_vrrp_state{iname=\"VI_1\",intf=\"ens33\",ip_address=\"192.168.181.100\",vrid=\"51\"} ";
            assertTrue(served.body("/metrics").contains(state + "2.0"), served.body("/metrics"));
            assertTrue(served.body("/metrics?node=node-b").contains(state + "1.0"), "a backup");
            var received = "keepalived_advertisements_received_total{iname=\"VI_1\",intf=\"ens33\",vrid=\"51\"} 16.0";
            assertTrue(served.body("/metrics?node=node-b").contains(received), served.body("/metrics?node=node-b"));
            assertTrue(served.body("/metrics").contains("keepsake_masters{group=\"VI_1 (VRID 51)\",vrid=\"51\"} 1.0"));
            assertEquals(404, served.get("/metrics?node=nobody").statusCode());
            assertEquals(200, served.get("/health/live").statusCode());
            assertEquals(200, served.get("/health/live?node=node-b").statusCode());
            assertEquals(404, served.get("/health/live?node=nobody").statusCode());
        }
    }

    /** Checkmk, Centreon, Zabbix and Nagios read of keepalived: states with addresses, and which servers take part. */
    @Test
    void whatMonitorsReadBySnmpIsThere() throws Exception {
        var ahead = Instant.now().plusSeconds(300); // it lives, however long this takes
        try (var servers = new RecordedServers(root.resolve("lvs"), ahead)) {
            servers.pass(0).pass(1).let(2);
            for (int i = 0; i < 5; i++) {
                servers.fail(1, "HTTP/1.1 500").let(3);
            }
        }
        try (var served = Served.of(root, "node-a", "lvs")) {
            var text = served.body("/metrics?node=lvs");
            var server = "virtual_server=\"tcp:192.168.181.100:80\"} ";
            assertTrue(text.contains("keepsake_quorum_up{" + server + "1.0"), text);
            assertTrue(
                    text.contains("keepsake_real_server_up{real_server=\"192.168.181.140:80\"," + server + "1.0"),
                    text);
            assertTrue(
                    text.contains("keepsake_real_server_up{real_server=\"192.168.181.141:80\"," + server + "0.0"),
                    text);
            assertTrue(served.body("/metrics").contains("ip_address=\"192.168.181.100\",vrid=\"51\"} 2.0"));
        }
    }

    @Test
    void whatOfAPeerIsNotAsItIsConfiguredHereIsCounted() throws Exception {
        var advert = "AdvertReceived instance=VI_1 source=192.168.181.9 ttl=255 late=0s version=%s vrid=51 priority=50"
                + " interval=%s auth=NONE addresses=%s";
        cluster.event("node-a", advert.formatted("V2", "2s", "192.168.181.100"))
                .event("node-a", advert.formatted("V3", "1s", "192.168.181.100"))
                .event("node-a", advert.formatted("V2", "1s", "192.168.181.77"))
                .event("node-a", rejected("AUTH_FAILED"))
                .event("node-a", "AdvertsRejected instance=VI_1 source=192.168.181.9 reason=AUTH_FAILED count=4")
                .event("node-a", rejected("UNKNOWN_VRID"));
        try (var served = Served.of(root, "node-a")) {
            var text = served.body("/metrics");
            var counts = List.of(
                    "addresses 1.0", "authentication 5.0", "interval 1.0", "peer 0.0", "version 1.0", "vrid 1.0");
            for (var count : counts) {
                var sample = "\nkeepsake_vrrp_peer_differs_total{iname=\"VI_1\",what=\"" + count.replace(" ", "\"} ");
                assertTrue(text.contains(sample + "\n"), () -> sample + " in " + text);
            }
        }
    }

    private static String rejected(String reason) {
        return "AdvertRejected instance=VI_1 source=192.168.181.9 reason=" + reason + " detail=\"expected\" late=0s";
    }

    /** What a director says of itself in its heartbeats, over all its runs. */
    @Test
    void heartbeatsAreMetrics() throws Exception {
        cluster.event("node-a", "Heartbeat fingerprint=0 dropped=3 late=0.02s")
                .event("node-a", "Heartbeat fingerprint=0 dropped=5 late=0.2s")
                .event("node-a", "EventsDropped count=7")
                .kill("node-a")
                .start("node-a", "192.168.181.133", 100, 0)
                .event("node-a", "Heartbeat fingerprint=0 dropped=2 late=0s");
        try (var served = Served.of(root, "node-a")) {
            var text = served.body("/metrics");
            assertTrue(text.contains("\nkeepsake_journal_dropped_turns_total 7.0\n"), text);
            assertTrue(text.contains("\nkeepsake_inbox_dropped_events_total 7.0\n"), text);
            assertTrue(text.contains("# TYPE keepsake_loop_lateness_seconds histogram\n"), text);
            assertTrue(text.contains("\nkeepsake_loop_lateness_seconds_bucket{le=\"0.05\"} 2\n"), text);
            assertTrue(text.contains("\nkeepsake_loop_lateness_seconds_count 3\n"), text);
        }
    }

    /** The name of a vrrp_script alone, and no other scripts. */
    @Test
    void scriptsAreThoseThatAreTracked() throws Exception {
        cluster.event(
                "node-a",
                "ScriptEnded effect=#1 subject=\"VI_1 notify\" command=/bin/true end=EXITED status=1 took=0.1s output=\"\"");
        try (var served = Served.of(root, "node-a")) {
            var text = served.body("/metrics");
            assertTrue(text.contains("keepalived_script_status{name=\"chk\"} 1.0"), text);
            assertFalse(text.contains("notify"), text);
        }
    }

    /** b hears a, is master for a minute, and hears a again. */
    @Test
    void theTimeOfBeingMasterIsNoGapInAdverts() throws Exception {
        cluster.stop("node-a")
                .pass(60)
                .start("node-a", "192.168.181.133", 100, 0)
                .pass(20);
        try (var served = Served.of(root, "node-a", "node-b")) {
            var text = served.body("/metrics?node=node-b");
            var longest = text.lines()
                    .filter(line -> line.startsWith("keepsake_vrrp_advert_gap_seconds_max"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .max();
            assertTrue(longest.orElseThrow() < 2, text);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {40, 7_200})
    void aSilenceOfTheJournalIsADeadDirector(long secondsAgo) throws Exception {
        cluster.close();
        try (var old = new RecordedCluster(root.resolve("old"), Instant.now().minusSeconds(secondsAgo), "VI_1")) {
            old.start("node-a", "192.168.181.133", 100, 0).pass(20);
        }
        try (var served = Served.of(root.resolve("old"), "node-a")) {
            var text = served.body("/metrics");
            assertTrue(text.contains("keepalived_up 0.0"), text);
            assertFalse(text.contains("keepalived_vrrp_state{"), "no role of the dead");
            assertTrue(text.contains("keepsake_masters{group=\"VI_1 (VRID 51)\",vrid=\"51\"} 0.0"), text);
        }
    }
}
