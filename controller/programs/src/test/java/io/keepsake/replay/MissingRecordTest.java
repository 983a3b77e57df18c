package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.simulate.Journaling;
import io.keepsake.simulator.fault.Fault;
import io.keepsake.simulator.fault.Planner;
import io.keepsake.simulator.fault.Setup;
import io.keepsake.simulator.run.Simulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of two nodes in ten minutes of stops and crashes the one's record is not whole: what it was meanwhile is told by what the
 * other heard, and by nothing else. The master of nearly all of that time, of which the other heard every advert, was it.
 */
class MissingRecordTest {
    private static final String STARTED_AGAIN =
            "BecameMaster node=n1 not followed-by ProcessStarted node=n2 within 60s";

    @TempDir
    private static Path whole;

    @TempDir
    private Path room;

    private record Said(int code, String text) {
        double shareWithOneMaster() {
            var line = text.lines()
                    .filter(l -> l.contains(" with one master"))
                    .findFirst()
                    .orElseThrow();
            return Double.parseDouble(line.replaceAll(".*: ([0-9.]+) % of .*", "$1"));
        }
    }

    @BeforeAll
    static void record() throws IOException {
        var setup = new Setup(2, 0, -1, "", 600_000_000_000L, Set.of(Fault.STOP, Fault.CRASH), true);
        try (var journals = new Journaling(whole)) {
            assertEquals(null, Simulation.run(Planner.plan(1, setup), journals).violation());
        }
    }

    private Said replay(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.add(room.resolve("n1").toString());
        all.add(room.resolve("n2").toString());
        return said(all.toArray(String[]::new));
    }

    private static Said said(String... words) {
        var out = new StringWriter();
        int code = Replay.run(new PrintWriter(out), new PrintWriter(out), Terminal.NONE, words);
        return new Said(code, out.toString());
    }

    private void copied() throws IOException {
        try (var files = Files.walk(whole)) {
            for (var file : files.toList()) {
                var there = room.resolve(whole.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(file, there);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void nothingIsMissing() throws IOException {
        copied();
        var said = replay("incidents");
        assertTrue(said.shareWithOneMaster() > 99.2, said::text);
        assertTrue(replay("find", STARTED_AGAIN).text().contains("0 of 4 BecameMaster"));
    }

    /** n2 was killed at 38.7 s, and began again at 42.1 s. */
    @Test
    void whereNoDirectorRanIsSaid() throws IOException {
        copied();
        var node = room.resolve("n2").toString();
        var ended = "run 1 had ended by then: as far as is recorded, no director ran";
        assertTrue(said("state", "--at", "00:00:40", node)
                .text()
                .lines()
                .findFirst()
                .orElse("")
                .endsWith(ended));
        assertTrue(said("why", "VI_1.role", "--at", "00:00:40", node).text().startsWith(ended));
        var differs = said("diff", "--at", "00:00:38", "--at", "00:00:41", node).text();
        assertTrue(differs.contains("director  runs      none: run 1 had ended"), differs);
        var both = replay("state", "--at", "00:00:41").text();
        assertTrue(both.lines().anyMatch(l -> l.startsWith("director") && l.endsWith("none: run 1 had ended")), both);
    }

    @Test
    void theShareOfAPartIsThatOfThePart() throws IOException {
        copied();
        var said = replay("incidents", "--from", "00:01:30", "--to", "00:04:30");
        assertTrue(said.text().contains(" of 180.000002 s with one master; nobody 0 s"), said::text);
    }

    @Test
    void aRunThatIsNotThereAtAll() throws IOException {
        copied();
        delete(room.resolve("n2/run-3"));
        var said = replay("incidents");
        assertTrue(
                said.text()
                        .contains(
                                "MISSING in the journal of n2: run 3: nothing was recorded, or its files are missing"),
                said::text);
        assertEquals(3, said.code(), said::text);
        assertTrue(said.shareWithOneMaster() > 99, said::text);
        var found = replay("find", STARTED_AGAIN).text();
        assertTrue(found.contains("nothing is known of n2 then") && found.contains("0 of 4 BecameMaster"), found);
    }

    @Test
    void theEndOfARunThatIsDamaged() throws IOException {
        copied();
        try (var files = Files.list(room.resolve("n2/run-3"))) {
            var file =
                    files.filter(f -> f.toString().endsWith(".cq4")).findFirst().orElseThrow();
            var bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (bytes[end - 1] == 0) {
                end--;
            }
            for (int i = end / 2; i < end; i++) {
                bytes[i] = 0x5a;
            }
            Files.write(file, bytes);
        }
        var said = replay("incidents");
        assertEquals(3, said.code(), said::text);
        assertTrue(said.text().contains("MISSING in the journal of n2: damage"), said::text);
        assertTrue(!said.text().contains("the record of run 3 of n2 just ends"), said::text);
        assertTrue(said.shareWithOneMaster() > 99, said::text);
    }

    @Test
    void aJournalThatEndsEarly() throws IOException {
        copied();
        for (int run = 2; run <= 5; run++) {
            delete(room.resolve("n2/run-" + run));
        }
        var found = replay("find", STARTED_AGAIN).text();
        assertTrue(
                found.contains("the journal of n2 ends before that") && found.contains("0 of 4 BecameMaster"), found);
    }
}
