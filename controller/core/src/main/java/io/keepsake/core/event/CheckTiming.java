package io.keepsake.core.event;

/**
 * How long the parts of a check took, in nanoseconds; 0 for a part that was not reached or does not exist.
 *
 * @param lateNanos from the check's due time to its begin
 * @param firstByteNanos from the connection (or the end of TLS) to the first byte of the answer
 * @param bodyNanos from there to the end
 */
public record CheckTiming(long lateNanos, long connectNanos, long tlsNanos, long firstByteNanos, long bodyNanos) {
    /** Nothing was measured. */
    public static final CheckTiming NONE = new CheckTiming(0, 0, 0, 0, 0);
}
