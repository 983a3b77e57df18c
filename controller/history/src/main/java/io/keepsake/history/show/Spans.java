package io.keepsake.history.show;

import io.keepsake.core.text.TextSink;
import java.util.Locale;

/** Spans of time for people. */
public final class Spans {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private Spans() {}

    /** {@code 3.609375 s}, or {@code 0.2 ms} below a second; to the microsecond. */
    public static String print(long nanos) {
        long rounded = Math.round(nanos / (double) MICRO) * MICRO;
        return Math.abs(rounded) >= SECOND || rounded == 0
                ? TextSink.seconds(rounded) + " s"
                : TextSink.seconds(rounded * (SECOND / MILLI)) + " ms";
    }

    /** Seconds to the millisecond: {@code 1.002}. */
    public static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / (double) SECOND);
    }
}
