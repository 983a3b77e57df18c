package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    /** Against the simplest schedule there is: look at all of them. */
    @Test
    void theFirstIsAlwaysTheEarliest() {
        var random = new SplittableRandom(7);
        var schedule = new Schedule<Wake>();
        var wakes = IntStream.range(0, 100).mapToObj(_ -> new Wake()).toArray(Wake[]::new);
        for (int i = 0; i < 100_000; i++) {
            var wake = wakes[random.nextInt(wakes.length)];
            schedule.set(wake, random.nextInt(4) == 0 ? Probe.NEVER : random.nextInt(1_000));
            long earliest = Arrays.stream(wakes).mapToLong(Wake::at).min().orElseThrow();
            assertEquals(earliest, schedule.next());
            assertTrue(earliest == Probe.NEVER || schedule.first().at() == earliest);
        }
    }
}
