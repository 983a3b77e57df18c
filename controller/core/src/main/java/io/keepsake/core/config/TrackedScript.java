package io.keepsake.core.config;

/**
 * A line of {@code track_script}.
 *
 * @param script the name of a {@link VrrpScript}
 * @param weight 0 for a fault while it is bad; above 0 it is added while the script is good, below 0 while it is bad
 * @param reverse good and bad swapped
 */
public record TrackedScript(String script, int weight, boolean reverse) {
    /** The largest weight, and with a minus the smallest. */
    public static final int MOST = 253;
}
