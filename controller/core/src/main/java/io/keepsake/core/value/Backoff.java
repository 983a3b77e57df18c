package io.keepsake.core.value;

/**
 * How long a part that failed waits before it begins again: a second, and twice as long with every failure, up to a
 * minute. One that ran for longer than that begins with a second again. For one thread.
 */
public final class Backoff {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long LAST_NANOS = 60_000_000_000L;

    private long next = FIRST_NANOS;

    /**
     * The pause after a failure, in nanoseconds.
     *
     * @param ranNanos how long the part had been running
     */
    public long afterRunning(long ranNanos) {
        long pause = ranNanos > LAST_NANOS ? FIRST_NANOS : next;
        next = Math.min(LAST_NANOS, 2 * pause);
        return pause;
    }
}
