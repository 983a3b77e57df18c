package io.keepsake.history.cluster;

import io.keepsake.history.show.Spans;
import org.jspecify.annotations.Nullable;

/**
 * A length of time, in nanoseconds.
 *
 * @param likely by the places on the common clock, or by the timers of a run whose wall clock was set
 * @param least what adverts or those timers prove; null when nothing does
 * @param most what adverts prove; null when nothing does
 */
public record Span(
        long likely, @Nullable Long least, @Nullable Long most) {
    /** Smaller doubts are not told. */
    private static final long TOLD_NANOS = 1_000_000;

    public boolean isExact() {
        return least != null && most != null && most - least < TOLD_NANOS;
    }

    /**
     * {@code 3.61 s}, {@code 3.61 s (between 3.58 and 3.64 s)}, {@code at least 3.61 s}, {@code 3.61 s by clocks that nothing
     * compares}.
     */
    public String text() {
        if (isExact()) {
            return Spans.print(likely);
        }
        if (least != null && most != null) {
            return Spans.print(likely) + " (between " + Spans.print(Math.max(0, least)) + " and " + Spans.print(most)
                    + ")";
        }
        if (least != null && least > 0) {
            var atLeast = "at least " + Spans.print(least);
            return likely == least ? atLeast : Spans.print(likely) + " (" + atLeast + ")";
        }
        if (most != null) {
            return Spans.print(likely) + " (at most " + Spans.print(most) + ")";
        }
        return Spans.print(likely) + " by clocks that nothing compares";
    }
}
