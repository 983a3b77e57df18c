package io.keepsake.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.OperatorEvent.Stamp;
import io.keepsake.core.value.Moment;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ElectionLoopTest {
    private static final Instant BOOTED = Instant.parse("2026-11-30T00:00:00Z");

    /** 40 ms between the two clocks are no wall clock that was set by 40 ms. */
    @Test
    void whoLosesItsCpuBetweenTheClocksReadsThemAgain() {
        var now = new AtomicLong();
        var reads = new AtomicLong();

        var stamp = ElectionLoop.stamp(now::get, () -> {
            if (reads.incrementAndGet() <= 2) {
                now.addAndGet(40_000_000);
            }
            return BOOTED.plusNanos(now.get());
        });

        assertEquals(new Stamp(new Moment(80_000_000), BOOTED.plusNanos(80_000_000)), stamp);
    }

    @Test
    void whoNeverHasACpuGivesUp() {
        var now = new AtomicLong();

        var stamp = ElectionLoop.stamp(now::get, () -> BOOTED.plusNanos(now.addAndGet(40_000_000)));

        assertEquals(new Stamp(new Moment(120_000_000), BOOTED.plusNanos(160_000_000)), stamp);
    }
}
