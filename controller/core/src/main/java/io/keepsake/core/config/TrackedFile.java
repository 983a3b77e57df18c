package io.keepsake.core.config;

/**
 * A line of {@code track_file}.
 *
 * @param file the name of a {@link TrackFile}
 * @param weight the number in the file is multiplied by it and added to the priority, a fault at -254 and below; 0: any
 *     number but 0 is a fault
 * @param reverse the product is taken from the priority; with a weight of 0 the number 0 is the fault
 */
public record TrackedFile(String file, int weight, boolean reverse) {
    /** The largest weight, and with a minus the smallest. */
    public static final int MOST = 254;
}
