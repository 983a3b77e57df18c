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
        var schedule = new Schedule<ScheduleEntry>();
        var entries = IntStream.range(0, 100).mapToObj(_ -> new ScheduleEntry()).toArray(ScheduleEntry[]::new);
        for (int i = 0; i < 100_000; i++) {
            var entry = entries[random.nextInt(entries.length)];
            schedule.set(entry, random.nextInt(4) == 0 ? Probe.NEVER : random.nextInt(1_000));
            long earliest =
                    Arrays.stream(entries).mapToLong(ScheduleEntry::at).min().orElseThrow();
            assertEquals(earliest, schedule.next());
            assertTrue(earliest == Probe.NEVER || schedule.first().at() == earliest);
        }
    }
}
