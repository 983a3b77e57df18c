package io.keepsake.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final List<String> BROKEN = List.of("line 1: unknown");
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Refusals refusals = new Refusals();

    @Test
    void theSameAgainIsCountedForAMinute() {
        assertEquals(new ConfigRefused(BROKEN), refusals.refused(BROKEN, 0));
        for (int i = 1; i <= 100_000; i++) {
            assertNull(refusals.refused(BROKEN, i));
        }
        assertEquals(
                new ConfigRefused(List.of("line 1: unknown", "the refusal before this one came 100000 more times")),
                refusals.refused(BROKEN, MINUTE));
        assertNull(refusals.refused(BROKEN, MINUTE + 1));
    }

    @Test
    void anotherIsToldAtOnceAndSoIsOneAfterASuccess() {
        refusals.refused(BROKEN, 0);
        refusals.refused(BROKEN, 1);
        var other = List.of("line 2: unknown");
        assertEquals(
                new ConfigRefused(List.of("line 2: unknown", "the refusal before this one came 1 more time")),
                refusals.refused(other, 2));
        refusals.accepted();
        assertEquals(new ConfigRefused(other), refusals.refused(other, 3));
    }
}
