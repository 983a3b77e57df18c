package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.core.value.Script;
import io.keepsake.daemon.probe.MiscResult.End;
import io.keepsake.testkit.lab.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** MISC_CHECK: what is made of the ends that the runner tells. */
final class MiscCheckTest {
    private static final Script SCRIPT = new Script(List.of("/usr/bin/check", "it"), null, null);

    private static CheckerConfig checker(boolean dynamic, long delay) {
        return Probing.checker(new Check.Misc(SCRIPT, dynamic), Probing.local(0), 3 * Probing.SECOND, delay, 0);
    }

    private static String once(boolean dynamic, End end, int status, String output) {
        try (var probing = new Probing((_, _, _, done) -> done.accept(new MiscResult(end, status, output)))) {
            probing.configure(checker(dynamic, 60 * Probing.SECOND));
            var event = probing.first();
            return Probing.text(event) + (event instanceof CheckPassed passed ? ", weight " + passed.weight() : "");
        }
    }

    @Test
    void theExitStatusDecides() {
        assertEquals("PASSED exit status 0, weight -1", once(false, End.EXITED, 0, ""));
        assertEquals("PASSED exit status 0: all well, weight -1", once(true, End.EXITED, 0, "one\nall well\n"));
        assertEquals("SCRIPT exit status 1: no disk", once(true, End.EXITED, 1, "no disk\n"));
        assertEquals("SCRIPT exit status 2", once(false, End.EXITED, 2, ""));
        assertEquals("PASSED exit status 2, weight 0", once(true, End.EXITED, 2, ""));
        assertEquals("PASSED exit status 255, weight 253", once(true, End.EXITED, 255, ""));
    }

    @Test
    void otherEnds() {
        assertEquals("SCRIPT ended by signal 11", once(true, End.SIGNALLED, 11, ""));
        assertEquals("TIMEOUT timed out after 3 s: still at it", once(true, End.TIMED_OUT, 0, "still at it"));
        assertEquals(
                "PASSED script unavailable: no such file, weight -1", once(false, End.UNAVAILABLE, 0, "no such file"));
        assertEquals(
                "UNKNOWN the script did not tell: the script runner is gone",
                once(false, End.UNKNOWN, 0, "the script runner is gone"));
    }

    @Test
    void outputIsBoundedAndPrintable() {
        var text = once(false, End.EXITED, 1, "\u001b]0;evil\u0007" + "x".repeat(1_000));
        assertTrue(text.startsWith("SCRIPT exit status 1: ?]0;evil?xxx"), text);
        assertEquals("SCRIPT ".length() + 200, text.length());
    }

    @Test
    void theRunnerIsToldWhatToRun() {
        var asked = new CopyOnWriteArrayList<String>();
        try (var probing = new Probing((subject, script, timeout, done) -> {
            asked.add(subject + " | " + script + " | " + timeout);
            done.accept(new MiscResult(End.EXITED, 0, ""));
        })) {
            probing.configure(checker(false, 60 * Probing.SECOND));
            probing.first();
            assertEquals(
                    List.of("tcp:192.168.181.100:80 10.0.0.0:80 MISC_CHECK 0 | /usr/bin/check it | 3000000000"), asked);
        }
    }

    @Test
    void aScriptThatStillRunsIsNotStartedAgain() {
        var running = new CopyOnWriteArrayList<Consumer<MiscResult>>();
        try (var probing = new Probing((_, _, _, done) -> running.add(done))) {
            probing.configure(checker(false, 20 * Probing.MILLI));
            Await.until("the script", Duration.ofSeconds(5), () -> !running.isEmpty());
            long end = System.nanoTime() + 150 * Probing.MILLI;
            Await.until("time to pass", Duration.ofSeconds(5), () -> System.nanoTime() > end);
            assertEquals(1, running.size());
            running.getFirst().accept(new MiscResult(End.EXITED, 0, ""));
            Await.until("the next", Duration.ofSeconds(5), () -> running.size() == 2);
            assertEquals(1, probing.told.size());
        }
    }
}
