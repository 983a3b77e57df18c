package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes back and is better takes over at once, or is told to wait: then that is why it came so late. */
class PreemptDelayTest {
    @TempDir
    private Path journal;

    private String comesBack(String delay) throws Exception {
        try (var recording =
                Recording.started(journal, 100, text -> text.replace("preempt_delay=0s", "preempt_delay=" + delay))) {
            recording.pass(500_000_000L).beside(Recording.PEER, 90, 50);
        }
        return Golden.replay("verdicts", "--utc", "b=" + journal).out();
    }

    @Test
    void theDelayIsNamed() throws Exception {
        var told = comesBack("75s");

        assertTrue(
                told.contains(
                        " preempted 192.168.181.133, whose priority is lower, as configured, after it started, and"
                                + " preempt_delay had kept it back for 75 s"),
                told);
        assertTrue(told.contains("it heard 192.168.181.133, and preempt_delay began"), told);
    }

    @Test
    void withoutOneNothingIsSaidOfIt() throws Exception {
        var told = comesBack("0s");

        assertTrue(
                told.contains("preempted 192.168.181.133, whose priority is lower, as configured, after it started\n"),
                told);
    }
}
