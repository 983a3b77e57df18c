package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.testkit.scenario.DataDriven;
import io.keepsake.testkit.scenario.Scenario;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves for other tools, judged by those tools: a is stopped, b is killed, and the clock of c is 40 s ahead. */
class ExportTest {
    @TempDir
    private static Path root;

    private static Path night;

    @BeforeAll
    static void record() throws Exception {
        night = root.resolve("night");
        RecordedCluster.failovers(night, Instant.parse("2026-11-22T03:00:00Z"), "VI_1", 40_000_000_000L);
    }

    private static Golden.Said export(String form, Path file, List<String> journals, String... more) {
        var words = new ArrayList<>(List.of("export", "--" + form, file.toString(), "--utc"));
        words.addAll(List.of(more));
        words.addAll(journals);
        return Golden.replay(words.toArray(String[]::new));
    }

    private static List<String> all() {
        return Stream.of("a", "b", "c")
                .map(node -> node + "=" + night.resolve("node-" + node))
                .toList();
    }

    private static Path whole(String form) {
        var file = root.resolve("whole." + form);
        var said = export(form, file, all());
        assertEquals(0, said.code(), said.out() + said.err());
        assertTrue(said.out().startsWith("wrote " + file), said.out());
        return file;
    }

    /** What Wireshark says of a file. */
    private static List<String> tshark(Path file, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("tshark", "-r", file.toString(), "-o", "ip.check_checksum:TRUE"));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.lines().toList();
    }

    /** Every packet is VRRP with good checksums, and nothing is remarked on but our own comments. */
    private static List<String> assertDissected(Path file, int adverts) throws Exception {
        var fields = tshark(
                file,
                "-Y",
                "frame.interface_name",
                "-T",
                "fields",
                "-e",
                "frame.protocols",
                "-e",
                "vrrp.checksum.status",
                "-e",
                "ip.checksum.status",
                "-e",
                "_ws.expert.severity",
                "-e",
                "frame.interface_name");
        assertEquals(adverts, fields.size(), fields::toString);
        for (var line : fields) {
            assertTrue(line.matches("raw:ip(v6)?:vrrp\t1\t1?\t1048576(,1048576)*\t.*"), line);
        }
        return fields;
    }

    @Test
    void wiresharkDissectsEveryAdvert() throws Exception {
        var file = whole("pcapng");

        var links = assertDissected(file, 86).stream().map(line -> line.substring(line.lastIndexOf('\t') + 1));
        assertEquals(
                List.of("a/ens33", "b/ens33", "c/ens33"),
                links.distinct().sorted().toList());
    }

    @Test
    void decisionsAreCommentsAndLinesOfALog() throws Exception {
        var file = whole("pcapng");

        var taken =
                tshark(file, "-Y", "frame.comment contains \"BecameMaster\"", "-T", "fields", "-e", "frame.comment");
        assertEquals(3, taken.size());
        assertTrue(taken.get(1).contains("decided b:1#28 BecameMaster instance=VI_1"), taken::toString);
        var stopped = tshark(file, "-Y", "frame.comment contains \"StopRequested\" && vrrp.prio == 0");
        assertEquals(1, stopped.size());
        var begun = tshark(file, "-Y", "systemd_journal.message contains \"ProcessStarted\"");
        assertEquals(3, begun.size());
    }

    @Test
    void stampsAreToTheNanosecond() throws Exception {
        var file = whole("pcapng");

        var heard = tshark(file, "-Y", "frame.packet_flags_direction == 1", "-T", "fields", "-e", "frame.time_epoch");
        // whom of b and c it reached first is chance
        assertTrue(heard.contains("1795316403.612863000") || heard.contains("1795316403.612923000"), heard::toString);
    }

    /** Version 3 has a pseudo header in its checksum; IPv6 has no identification. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "version=V3 family=IPV4 192.168.181.133 192.168.181.100 224.0.0.18 -",
                "version=V3 family=IPV4 192.168.181.133 192.168.181.100 224.0.0.18 192.168.181.133,192.168.181.135",
                "version=V3 family=IPV6 fe80::85 fe80::64 ff02::12 -",
                "version=V2 family=IPV4 192.168.181.133 192.168.181.100 224.0.0.18 192.168.181.133,192.168.181.135"
            })
    void everyKindOfAdvertIsDissected(String how) throws Exception {
        var words = List.of(how.split(" "));
        UnaryOperator<String> configured = line -> line.replace(
                        "version=V2 family=IPV4", words.get(0) + " " + words.get(1))
                .replace("192.168.181.100/32", words.get(3) + (words.get(3).contains(":") ? "/128" : "/32"))
                .replace("group=224.0.0.18", "group=" + words.get(4))
                .replace("peers=-", "peers=" + words.get(5));
        var journal = root.resolve("kind-" + how.hashCode());
        try (var run = Recording.started(journal, 100, configured)) {
            if (words.get(2).contains(":")) {
                run.event("AddressSeen link=ens33 address=fe80::84/64 own=false")
                        .answered();
            }
            for (int i = 0; i < 3; i++) {
                run.pass(1_000_000_000L)
                        .event(Recording.advertLine(words.get(2), 150)
                                .replace("version=V2", words.get(0))
                                .replace("addresses=192.168.181.100", "addresses=" + words.get(3)));
            }
            run.deadline().answered();
        }
        var file = root.resolve("kind.pcapng");

        assertEquals(0, export("pcapng", file, List.of("b=" + journal)).code());
        assertDissected(file, 3 + words.get(5).split(",").length);
    }

    @Test
    void aHoleIsSaidFirstAndStandsInTheFile() throws Exception {
        var journal = root.resolve("hole");
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150)
                    .unrecorded(Recording.advertLine(Recording.PEER, 150))
                    .gap(run.index() - 1);
            run.adverts(1, 150);
        }
        for (var form : List.of("pcapng", "json", "perfetto")) {
            var file = root.resolve("hole." + form);
            var said = export(form, file, List.of("b=" + journal));
            assertEquals(3, said.code(), said.out());
            assertTrue(said.out().startsWith("MISSING in the journal of b: not recorded"), said.out());
            assertTrue(Files.readString(file, StandardCharsets.ISO_8859_1).contains("not recorded"), form);
        }
        var said = export("scenario", root.resolve("hole.txt"), List.of("b=" + journal));
        assertEquals(2, said.code(), said.out());
        assertTrue(said.err().contains("no scenario can be made of this part"), said.err());
    }

    @Test
    void everyLineOfJsonHasTheDocumentedMembersAndNoOthers() throws Exception {
        var lines = Files.readAllLines(whole("json"));
        var schema = Files.readString(Path.of("../docs/reference/export.md"));

        var members = new TreeSet<String>();
        long at = 0;
        for (var line : lines) {
            var object = JsonText.parse(line);
            members.addAll(object.keySet());
            if (!of(object, "class").equals("export")) {
                assertTrue(object.keySet().containsAll(Set.of("node", "at", "id", "class", "type", "fields")), line);
                long next = ((Number) of(object, "at")).longValue();
                assertTrue(next >= at, line);
                at = next;
            }
        }
        members.forEach(member -> assertTrue(schema.contains("| `" + member + "` |"), member + " is not documented"));
        assertEquals(175, lines.size());
    }

    private static Object of(Map<String, Object> object, String member) {
        return Objects.requireNonNull(object.get(member), member);
    }

    /** The rules of Chrome's trace event format that Perfetto's importer holds one to. */
    @Test
    @SuppressWarnings("unchecked")
    void theTraceIsWellFormed() throws Exception {
        var trace = JsonText.parse(Files.readString(whole("perfetto")).replace("\n", ""));

        Map<String, Deque<Map<String, Object>>> open = new HashMap<>();
        Map<String, BigDecimal> last = new HashMap<>();
        var flows = new TreeSet<String>();
        int arrows = 0;
        for (var event : (List<Map<String, Object>>) of(trace, "traceEvents")) {
            var track = of(event, "pid") + "/" + of(event, "tid");
            var time = new BigDecimal(of(event, "ts").toString());
            var phase = (String) of(event, "ph");
            assertTrue(time.signum() >= 0, event::toString);
            if (!phase.equals("M")) {
                assertTrue(time.compareTo(last.getOrDefault(track, BigDecimal.ZERO)) >= 0, event::toString);
                last.put(track, time);
            }
            switch (phase) {
                case "B" -> open.computeIfAbsent(track, _ -> new ArrayDeque<>()).push(event);
                case "E" -> Objects.requireNonNull(open.get(track), track).pop();
                case "X" -> assertTrue(event.containsKey("dur"), event::toString);
                case "s" -> flows.add(of(event, "id").toString());
                case "f" -> {
                    arrows++;
                    assertTrue(flows.contains(of(event, "id").toString()), event::toString);
                    assertEquals("e", of(event, "bp"));
                }
                case "i" -> assertTrue(Set.of("t", "p").contains(of(event, "s")), event::toString);
                case "C", "M" -> assertFalse(((Map<String, Object>) of(event, "args")).isEmpty());
                default -> throw new AssertionError("no such phase: " + event);
            }
        }
        assertTrue(open.values().stream().allMatch(Deque::isEmpty), open::toString);
        assertEquals(0, arrows, "adverts of this recording have no identification");
    }

    @Test
    void aScenarioPassesAsATest() throws Exception {
        var file = root.resolve("takeover.txt");
        var said = export(
                "scenario", file, List.of("b=" + night.resolve("node-b")), "--from", "03:00:10", "--to", "03:00:22");

        assertEquals(0, said.code(), said.out() + said.err());
        DataDriven.check(file, new Scenario()::answer);
        var text = Files.readString(file);
        assertTrue(
                text.contains("BecameMaster instance=VI_1 from=BACKUP why=MasterDownExpired{armed=PRIORITY_ZERO"),
                text);
        assertTrue(text.contains("#27 DeadlineReached"), text);
        Files.writeString(file, text.replace("priority=0", "priority=100"));
        assertThrows(AssertionError.class, () -> DataDriven.check(file, new Scenario()::answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcapng", "json", "perfetto", "scenario"})
    void theSameJournalsGiveTheSameBytes(String form) throws Exception {
        var journals = form.equals("scenario") ? List.of("b=" + night.resolve("node-b")) : all();
        var one = root.resolve("one." + form);
        var other = root.resolve("other." + form);
        export(form, one, journals);
        export(form, other, journals);

        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(other));
    }

    @Test
    void aPartHoldsThatPartOnly() throws Exception {
        var file = root.resolve("part.json");
        export("json", file, all(), "--from", "03:00:19", "--to", "03:00:21");

        var lines = Files.readAllLines(file);
        assertTrue(
                lines.stream()
                        .skip(1)
                        .allMatch(l -> l.contains("T03:00:19")
                                || l.contains("T03:00:2")
                                || l.contains("T03:01:0")
                                || l.contains("T03:00:59")),
                lines::toString);
        assertTrue(lines.stream().anyMatch(l -> l.contains("StopRequested")));
        assertFalse(lines.stream().anyMatch(l -> l.contains("ProcessStarted")));
        var said = export("scenario", root.resolve("two.txt"), all());
        assertEquals(2, said.code());
        assertTrue(said.err().contains("--scenario: expected the journal of one node, found 3"), said.err());
    }
}
