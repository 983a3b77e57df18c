package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.core.text.EventText;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command answers to journals that are not as they should be, and to wrong usage. */
class VerifyTest {
    @TempDir
    Path journal;

    @Test
    void anotherDecisionThanRecordedIsNamed() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.pass(1_000_000_000L);
            var turn = run.turn(EventText.parseEvent(Recording.advertLine(Recording.PEER, 150)));
            var other = EventText.parseEvent(
                    "MasterFollowed instance=VI_1 master=192.168.181.133 priority=151 interval=1s");
            run.write(new Turn(turn.recorded(), List.of((Decision) other), turn.effects()));
            run.adverts(3, 150);
        }
        Golden.check("verify-tampered", 1, journal, "verify");
    }

    @Test
    void anotherEffectThanRecordedIsNamed() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.pass(3_609_575_000L);
            var turn = run.turn(EventText.parseEvent("DeadlineReached"));
            run.write(new Turn(turn.recorded(), turn.decisions(), turn.effects().subList(0, 1)));
        }
        Golden.check("verify-effect", 1, journal, "verify");
    }

    @Test
    void anotherStateThanInTheCheckpointIsNamed() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(2, 150);
            var truth = run.state().checkpoint();
            run.adverts(1, 150);
            run.event(new Checkpoint(truth.state(), truth.fingerprint()));
        }
        Golden.check("verify-state", 1, journal, "verify");
    }

    @Test
    void aHeartbeatOfAnotherStateIsNamed() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(2, 150);
            var truth = run.state().checkpoint().fingerprint();
            run.event(new Heartbeat(truth, 0, 0));
            run.adverts(1, 150);
            run.event(new Heartbeat(truth, 0, 0));
        }
        Golden.check("verify-heartbeat", 1, journal, "verify");
    }

    @Test
    void aDamagedFileIsSaidAndTheRestIsCompared() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(50, 150).checkpoint().adverts(50, 150);
        }
        try (var files = Files.walk(journal)) {
            var file =
                    files.filter(f -> f.toString().endsWith(".cq4")).findFirst().orElseThrow();
            damage(file, "node-b", 3000);
        }
        for (var command : List.of("verify", "explain", "show")) {
            var said = Golden.replay(command, journal.toString());
            assertEquals(3, said.code(), said.out() + said.err());
        }
        assertTrue(Golden.replay("verify", journal.toString()).out().contains("cannot tell about #"));
    }

    /** Overwrites some bytes in the records that follow the one with {@code mark} in it. */
    private static void damage(Path file, String mark, int behind) throws Exception {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            var head = new byte[1 << 20];
            bytes.readFully(head, 0, (int) Math.min(head.length, bytes.length()));
            int at = new String(head, StandardCharsets.ISO_8859_1).indexOf(mark);
            bytes.seek(at + behind);
            bytes.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        }
    }

    @Test
    void wrongUsageIsToldInOneLine() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(1, 150);
        }
        for (var args : List.of(
                new String[] {"verify", "--unknown"},
                new String[] {"nonsense"},
                new String[] {"show", journal.toString(), "--kind", "Nonsense"},
                new String[] {"show", journal.toString(), "--from", "yesterday"},
                new String[] {"state", journal.toString()},
                new String[] {"explain", journal.resolve("absent").toString()})) {
            var said = Golden.replay(args);
            assertEquals(2, said.code(), String.join(" ", args));
            assertEquals(1, said.err().lines().count(), said.err());
            assertEquals("", said.out());
        }
    }

    @Test
    void theStateBeforeEverythingCannotBeKnown() throws Exception {
        try (var run = Recording.started(journal, 100)) {
            run.adverts(1, 150);
        }
        assertEquals(
                3,
                Golden.replay("state", journal.toString(), "--at", "2020-01-01T00:00:00Z")
                        .code());
        assertEquals(
                0, Golden.replay("state", journal.toString(), "--at", "-0s").code());
    }
}
