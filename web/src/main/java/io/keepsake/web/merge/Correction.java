package io.keepsake.web.merge;

import org.jspecify.annotations.Nullable;

/**
 * Where the clock of a node stands against that of the first one, in microseconds.
 *
 * @param shift what is taken off its times to place them: 0 unless adverts prove that its clock was wrong
 * @param low its clock is ahead by this at least; null when nothing says so
 * @param high its clock is ahead by this at most; null when nothing says so
 * @param adverts that were matched
 * @param assumed whether one side is bounded only by the assumption that no advert is under way for long
 */
public record Correction(
        String node,
        long shift,
        @Nullable Long low,
        @Nullable Long high,
        int adverts,
        boolean reference,
        boolean assumed) {

    /** Longer than this no advert is taken to be under way, where adverts one way only bound a clock. */
    private static final long TRANSIT_MICROS = 100_000;

    /**
     * The correction that these bounds allow. Bounds both ways that are further apart than an advert is ever under way
     * come from first adverts that were not heard; the one that says less against the clock counts alone then.
     */
    static Correction of(String node, @Nullable Long low, @Nullable Long high, int adverts) {
        if (low != null && high != null && low > high) {
            return new Correction(node, (low + high) / 2, /* low= */ high, /* high= */ low, adverts, false, false);
        }
        if (low != null && high != null && high - low > TRANSIT_MICROS) {
            boolean later = Math.abs(high) <= Math.abs(low);
            return later ? of(node, null, high, adverts) : of(node, low, null, adverts);
        }
        boolean assumed = (low == null) != (high == null);
        var least = low == null && high != null ? (Long) (high - TRANSIT_MICROS) : low;
        var most = high == null && low != null ? (Long) (low + TRANSIT_MICROS) : high;
        long shift = 0;
        if (least != null && least > 0) {
            shift = low == null && high != null ? high : least;
        } else if (most != null && most < 0) {
            shift = high == null && low != null ? low : most;
        }
        return new Correction(node, shift, least, most, adverts, false, assumed);
    }

    static Correction reference(String node) {
        return new Correction(node, 0, 0L, 0L, 0, true, false);
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
        var least = low == null ? "" : "at least " + signed(low);
        var most = high == null ? "" : "at most " + signed(high);
        var both = least.isEmpty() || most.isEmpty() ? "" : " and ";
        return "its clock is " + least + both + most + " (" + adverts + " adverts)"
                + (assumed ? ", taking it that none was under way for more than " + millis(TRANSIT_MICROS) : "")
                + (shift == 0 ? "" : "; drawn corrected by " + millis(shift));
    }

    private static String signed(long micros) {
        return millis(Math.abs(micros)) + (micros < 0 ? " behind" : " ahead");
    }

    private static String millis(long micros) {
        return String.format(java.util.Locale.ROOT, "%.3f ms", micros / 1000.0);
    }
}
