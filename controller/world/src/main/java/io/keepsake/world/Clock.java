package io.keepsake.world;

import io.keepsake.core.value.Moment;
import java.time.Instant;

/** The clocks of one machine: a monotonic one that drifts, and a wall clock that someone may set. */
public final class Clock {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLION = 1_000_000L;
    private static final long MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * SECOND;

    private final int driftPpm;
    private long base;
    private long wallOffset;

    /**
     * A clock that shows {@code base} at the beginning of the world.
     *
     * @param driftPpm millionths that it runs fast, below 1000 either way
     */
    Clock(long base, int driftPpm) {
        this.base = base;
        this.driftPpm = driftPpm;
        wallOffset = -base;
    }

    /** What the monotonic clock shows at the true time {@code nanos}. */
    public long at(long nanos) {
        return base + nanos + nanos * driftPpm / MILLION;
    }

    /** The first true time at which the monotonic clock shows {@code local} or more. */
    long reaches(long local) {
        if (local == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        if (driftPpm == 0) {
            return local - base;
        }
        long ran = local - base;
        long guess = ran - ran * driftPpm / (MILLION + driftPpm);
        while (at(guess) < local) {
            guess++;
        }
        while (at(guess - 1) >= local) {
            guess--;
        }
        return guess;
    }

    Moment moment(long nanos) {
        return new Moment(at(nanos));
    }

    Instant wall(Moment local) {
        long wall = MIDNIGHT + local.nanos() + wallOffset;
        return Instant.ofEpochSecond(wall / SECOND, wall % SECOND);
    }

    /** Someone sets the wall clock this much forward. */
    void step(long nanos) {
        wallOffset += nanos;
    }

    /**
     * The machine stood still from one true time to another and its monotonic clock with it, so that it shows what it showed;
     * its wall clock is right again when it wakes.
     */
    void suspended(long from, long to) {
        long ran = at(to) - at(from);
        base -= ran;
        wallOffset += ran;
    }

    /** The machine boots: its monotonic clock begins anew. */
    void boot(long now) {
        long before = at(now);
        base -= before - SECOND;
        wallOffset += before - SECOND;
    }
}
