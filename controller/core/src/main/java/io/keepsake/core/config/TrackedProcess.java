package io.keepsake.core.config;

/**
 * A line of {@code track_process}.
 *
 * @param process the name of a {@link TrackProcess}
 * @param weight 0 for a fault while too few run; above 0 it is added while enough do, below 0 while they do not
 * @param reverse enough and not enough swapped
 */
public record TrackedProcess(String process, int weight, boolean reverse) {
    /** The largest weight, and with a minus the smallest. */
    public static final int MOST = 254;
}
