package io.keepsake.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockTest {
    private static final long ASLEEP = 2_829_748_911_000L;
    private static final long AWAKE = 2_859_526_884_655L;

    /** A monotonic clock never runs backwards, however its machine drifts. */
    @ParameterizedTest
    @ValueSource(ints = {-999, -40, 0, 40, 999})
    void aSleepingMachinesClockStandsStillAndItsWallClockDoesNot(int driftPpm) {
        var clock = new Clock(1_000_000_000L, driftPpm);
        var wall = clock.wall(clock.moment(AWAKE));
        long before = clock.at(ASLEEP);
        clock.suspended(ASLEEP, AWAKE);
        assertEquals(before, clock.at(AWAKE));
        assertEquals(wall, clock.wall(clock.moment(AWAKE)));
    }
}
