package io.keepsake.core.value;

/**
 * How long a part that failed waits before it begins again: a second, and twice as long with every failure, up to a
 * minute. One that ran for longer than that begins with a second again.
 *
 * @param nanos the pause after the last failure; 0 before the first
 */
public record Backoff(long nanos) {
    /** Nothing has failed yet. */
    public static final Backoff NONE = new Backoff(0);

    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long LAST_NANOS = 60_000_000_000L;

    /**
     * After another failure.
     *
     * @param ranNanos how long the part had been running
     */
    public Backoff after(long ranNanos) {
        boolean first = nanos == 0 || ranNanos > LAST_NANOS;
        return new Backoff(first ? FIRST_NANOS : Math.min(LAST_NANOS, 2 * nanos));
    }
}
