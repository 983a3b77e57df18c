package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that read the journals of several nodes: a is stopped, b is killed, and the clock of c is 40 s ahead. */
class ClusterCommandsTest {
    @TempDir
    private static Path journals;

    @BeforeAll
    static void record() throws Exception {
        RecordedCluster.failovers(journals, Instant.parse("2026-11-22T03:00:00Z"), "VI_1", 40_000_000_000L);
    }

    private static Golden.Said replay(String verb, String... options) {
        var words = new String[options.length + 5];
        words[0] = verb;
        System.arraycopy(options, 0, words, 1, options.length);
        words[options.length + 1] = "--utc";
        words[options.length + 2] = "a=" + journals.resolve("node-a");
        words[options.length + 3] = "b=" + journals.resolve("node-b");
        words[options.length + 4] = "c=" + journals.resolve("node-c");
        return Golden.replay(words);
    }

    @Test
    void verdictsNameTheStopAndTheDeath() {
        var run = replay("verdicts");

        assertEquals(0, run.code(), run::out);
        assertTrue(run.out().contains("a was stopped (SIGTERM) and said goodbye; b took over"), run::out);
        assertTrue(run.out().contains("b ended without a word: its director was killed or crashed"), run::out);
        assertTrue(run.out().contains("collect next time: what the machine of b logged at that time"), run::out);
        assertTrue(
                run.out().contains(" = detection 617.188 ms + election 0.2 ms + address in the kernel 0.4"), run::out);
        assertTrue(run.out().contains("; advert_int 0.1 (version 3) would save 555.469 ms (89 %)"), run::out);
        assertTrue(run.out().indexOf("a was stopped") < run.out().indexOf("b ended without"), run::out);
    }

    @Test
    void theStoryIsInOneOrderWhateverTheClocksSay() {
        var lines = replay("timeline").out().lines().toList();

        int stopped = line(lines, "a:1#", "stopped");
        int followed = line(lines, "b:1#", "BACKUP -> MASTER");
        int heard = line(lines, "c:1#", "hears 192.168.181.134, priority 98");
        int last = line(lines, "c:1#", "BACKUP -> MASTER");
        assertTrue(stopped < followed && followed < heard && heard < last, () -> String.join("\n", lines));
    }

    private static int line(java.util.List<String> lines, String node, String what) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(node) && lines.get(i).contains(what)) {
                return i;
            }
        }
        throw new AssertionError(what + " of " + node + " is not in\n" + String.join("\n", lines));
    }

    @Test
    void incidentsHaveADurationAndAnExitCode() {
        var run = replay("incidents");

        assertEquals(1, run.code(), run::out);
        assertTrue(run.out().contains("NOBODY for 3."), run::out);
        // the journal of b ends while c still hears it: what b was after that, no record tells
        assertTrue(run.out().contains("with one master; nobody 617.676 ms, two 0 s, cannot tell 3.8"), run::out);
        assertEquals(
                0,
                replay("incidents", "--from", "2026-11-22T03:00:05Z", "--to", "2026-11-22T03:00:15Z")
                        .code());
    }

    @Test
    void aByteThatFlippedIsShoutedFirst() throws Exception {
        var copy = journals.resolve("flipped");
        try (var files = Files.walk(journals.resolve("node-b"))) {
            for (var file : files.sorted().toList()) {
                var to =
                        copy.resolve(journals.resolve("node-b").relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        try (var files = Files.walk(copy)) {
            var queue =
                    files.filter(f -> f.toString().endsWith(".cq4")).findFirst().orElseThrow();
            var bytes = Files.readAllBytes(queue);
            int end = bytes.length - 1;
            while (bytes[end] == 0) {
                end--;
            }
            bytes[end * 3 / 4] ^= 0x40;
            Files.write(queue, bytes);
        }

        var run = Golden.replay(
                "incidents",
                "--utc",
                "a=" + journals.resolve("node-a"),
                "b=" + copy,
                "c=" + journals.resolve("node-c"));

        assertEquals(3, run.code(), run::out);
        assertTrue(
                run.out().lines().limit(6).anyMatch(l -> l.startsWith("MISSING in the journal of b: damage in ")),
                run::out);
    }
}
