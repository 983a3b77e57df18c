package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.IpvsEvent.Entry;
import io.keepsake.core.event.IpvsEvent.IpvsRead;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.testkit.record.RecordedCluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code state} of several nodes, {@code diff} and {@code why}. */
class MomentsTest {
    @TempDir
    private static Path root;

    @BeforeAll
    static void record() throws Exception {
        RecordedCluster.failovers(root, Instant.parse("2026-11-22T03:00:00Z"), "VI_1", 40_000_000_000L);
    }

    private static Golden.Said replay(String verb, String... options) {
        var words = new ArrayList<>(List.of(verb, "--utc"));
        words.addAll(List.of(options));
        return Golden.replay(words.toArray(String[]::new));
    }

    private static String node(String name) {
        return name + "=" + root.resolve("node-" + name);
    }

    private static String row(Golden.Said said, String name) {
        return said.lines().stream()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in\n" + said.out() + said.err()));
    }

    @Test
    void severalNodesStandSideBySideAtOneMoment() {
        var run = replay("state", "--at", "03:00:10", node("a"), node("b"), node("c"));

        assertEquals(0, run.code(), run.err());
        assertTrue(row(run, "VI_1 role").matches("VI_1 role +MASTER +BACKUP +BACKUP"), run::out);
        assertTrue(row(run, "VI_1 priority").matches("VI_1 priority +100 +98 +50"), run::out);
        assertTrue(
                row(run, "192.168.181.100/32 on ens33").matches(".* +stands +does not stand +does not stand"),
                run::out);
        var after = replay("state", "--at", "03:00:25", node("a"), node("b"), node("c"));
        assertTrue(row(after, "VI_1 role").matches("VI_1 role +INIT +MASTER +BACKUP"), after::out);
    }

    /** A name of an event is a moment of all nodes, and it has happened. */
    @Test
    void anEventIsAMoment() {
        var run = replay("state", "--at", "b:1#28", node("a"), node("b"));

        assertTrue(row(run, "after").matches("after +1#\\d+ +1#27"), run::out);
        assertTrue(row(run, "VI_1 role").matches("VI_1 role +INIT +MASTER"), run::out);
        assertEquals(2, replay("state", "--at", "b:9#1", node("a"), node("b")).code());
    }

    @Test
    void theTableOfIpvsIsToldAsIpvsadmDoes() throws Exception {
        var journal = root.resolve("ipvs");
        try (var run = Recording.started(journal, 100)) {
            var key = new ServiceKey.Address(Protocol.TCP, Endpoint.parse("10.0.0.100:80"));
            run.event(new IpvsRead(
                    new IpvsTimeouts(0, 0, 0),
                    List.of(),
                    List.of(new Entry(
                            new Service(key, "wlc", 0, false, 50, 24, ""),
                            List.of(
                                    new Destination(Endpoint.parse("10.0.0.1:80"), Forwarding.DR, 3, 0, 0),
                                    new Destination(Endpoint.parse("10.0.0.2:80"), Forwarding.NAT, 0, 0, 0))))));
        }
        var run = replay("state", "--at", "-0s", "--format", "ipvsadm", journal.toString());

        assertEquals(
                List.of(
                        "-A -t 10.0.0.100:80 -s wlc -p 50 -M 255.255.255.0",
                        "-a -t 10.0.0.100:80 -r 10.0.0.1:80 -g -w 3",
                        "-a -t 10.0.0.100:80 -r 10.0.0.2:80 -m -w 0"),
                run.lines());
        var unread = replay(
                "state",
                "--at",
                "-0s",
                "--format",
                "ipvsadm",
                root.resolve("node-b").toString());
        assertEquals(3, unread.code());
    }

    @Test
    void twoMomentsTwoNodesAndTwoRunsAreCompared() throws Exception {
        var moments = replay("diff", "--at", "03:00:10", "--at", "03:00:25", node("b"));
        assertEquals(1, moments.code(), moments.err());
        assertTrue(row(moments, "VI_1 role").matches("VI_1 role +BACKUP +MASTER"), moments::out);
        assertTrue(moments.lines().stream().noneMatch(l -> l.startsWith("VI_1 priority")), moments::out);

        var nodes = replay("diff", "--at", "03:00:10", node("a"), node("b"));
        assertTrue(row(nodes, "VI_1 source").matches("VI_1 source +192.168.181.133 +192.168.181.134"), nodes::out);
        assertTrue(nodes.out().contains("configuration: VI_1 priority: 100 -> 98"), nodes::out);

        var journal = root.resolve("runs");
        for (int priority : List.of(100, 90)) {
            try (var run = Recording.started(journal, priority)) {
                run.pass(1_000_000_000L).advert(150);
            }
        }
        var runs = replay("diff", "--run", "1", "--run", "2", journal.toString());
        assertTrue(runs.out().contains("configuration: VI_1 priority: 100 -> 90"), runs::out);
        assertEquals(
                0,
                replay("diff", "--run", "2", "--run", "2", journal.toString()).code());
        assertEquals(
                2,
                replay("diff", "--run", "2", "--run", "7", journal.toString()).code());
        assertEquals(2, replay("diff", "--at", "-1s", journal.toString()).code());
    }

    @Test
    void aRoleCameFromASilenceAndThatFromAPacket() {
        var run = replay("why", "VI_1.role", "--at", "03:00:25", node("b"));

        assertEquals(0, run.code(), run.err());
        var lines = run.lines();
        assertTrue(lines.getFirst().startsWith("VI_1 role is MASTER since 2026-11-22 03:00:20."), run::out);
        assertTrue(lines.getFirst().endsWith("; it was BACKUP"), run::out);
        assertTrue(lines.stream().anyMatch(l -> l.contains("  decided b:1#28 BecameMaster")), run::out);
        assertTrue(
                lines.stream().anyMatch(l -> l.matches("    \\S+ \\S+ b:1#25 AdvertReceived .*priority=0.*")),
                run::out);
        assertEquals(0, replay("why", "role", "--at", "b:1#20", node("b")).code());
    }

    /** The weight of a script, its last run, and the lines that say so. */
    @Test
    void aPriorityCameFromAScriptAndALine() throws Exception {
        var text = """
                vrrp_script chk {
                    script "/bin/chk"
                    weight -10
                }
                vrrp_instance VI_1 {
                    # priority 7
                    priority 100
                    track_script {
                        chk
                    }
                }
                """;
        var journal = root.resolve("script");
        var recording = Recording.started(journal, 100, MomentsTest::tracking);
        try (var run = recording) {
            var config = (ConfigAccepted) EventText.parseEvent(tracking(EventText.print(Recording.config(100))));
            run.event(new ConfigAccepted(config.config(), text));
            run.deadline().script(0, "").deadline().answered().deadlinesFor(7_000_000_000L);
            run.script(1, "").deadlinesFor(10_000_000_000L);
            run.script(1, "refused").pass(100_000_000).advert(90).answered();
        }
        var said = replay("why", "VI_1.priority", "b=" + journal);

        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().startsWith("VI_1 priority is 90 since 2026-11-22 03:12:"), said::out);
        assertTrue(said.lines().getFirst().endsWith("; it was 100"), said::out);
        assertTrue(said.out().contains("PriorityChanged instance=VI_1 from_priority=100 priority=90"), said::out);
        assertTrue(
                said.out().contains("configured in line 7: priority 100 [vrrp_instance VI_1, accepted at b:1#"),
                said::out);
        assertTrue(said.out().contains("  counts "), said::out);
        assertTrue(said.out().contains("ScriptEnded "), said::out);
        assertTrue(said.out().contains("in line 3: weight -10 [vrrp_script chk"), said::out);
    }

    /** With a script that weighs 10 and has failed when it failed twice. */
    static String tracking(String config) {
        return config.replace("list_check=TELL", "list_check=TELL track_script=[{script=chk weight=-10 reverse=false}]")
                + " vrrp_scripts=[{name=chk argv=[{word=/bin/chk}] user=[] group=[] interval=10s timeout=10s rise=1"
                + " fall=2 init_fail=false}]";
    }

    @Test
    void whatIsNoFieldIsSaidWithThoseThereAre() {
        var run = replay("why", "VI_1.colour", node("b"));

        assertEquals(2, run.code());
        assertTrue(
                run.err().contains("there is no field \"VI_1.colour\" at that moment; expected one of VI_1 role; "),
                run::err);
    }
}
