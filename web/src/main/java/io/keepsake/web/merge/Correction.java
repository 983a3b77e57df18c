package io.keepsake.web.merge;

import org.jspecify.annotations.Nullable;

/**
 * Where the clock of a node stands against that of the first one, in microseconds.
 *
 * @param shift what is taken off its times to place them: 0 unless adverts prove that its clock was wrong
 * @param low its clock is ahead by this at least; null when nothing says so
 * @param high its clock is ahead by this at most; null when nothing says so
 * @param adverts that were matched
 */
public record Correction(
        String node,
        long shift,
        @Nullable Long low,
        @Nullable Long high,
        int adverts,
        boolean reference) {

    static Correction of(String node, @Nullable Long low, @Nullable Long high, int adverts) {
        if (low != null && high != null && low > high) {
            return new Correction(node, (low + high) / 2, high, low, adverts, false);
        }
        long shift = 0;
        if (low != null && low > 0) {
            shift = low;
        } else if (high != null && high < 0) {
            shift = high;
        }
        return new Correction(node, shift, low, high, adverts, false);
    }

    static Correction reference(String node) {
        return new Correction(node, 0, 0L, 0L, 0, true);
    }

    /** How far from its true place a time of this node may be drawn; null when nothing bounds it. */
    public @Nullable Long uncertainty() {
        return low == null || high == null ? null : Math.max(high - shift, shift - low);
    }

    /** In words. */
    public String text() {
        if (reference) {
            return "its clock is the one all times here are in";
        }
        if (low == null && high == null) {
            return "nothing bounds its clock against the first node's: no advert was recorded by both";
        }
        var least = low == null ? "" : "at least " + millis(low);
        var most = high == null ? "" : "at most " + millis(high);
        var both = least.isEmpty() || most.isEmpty() ? "" : " and ";
        return "its clock is ahead by " + least + both + most + " (" + adverts + " adverts)"
                + (shift == 0 ? "" : "; drawn corrected by " + millis(shift));
    }

    private static String millis(long micros) {
        return String.format(java.util.Locale.ROOT, "%.3f ms", micros / 1000.0);
    }
}
