package io.keepsake.daemon.probe;

import java.math.BigDecimal;
import java.time.Duration;

/** Lengths of time, for people. */
final class Spans {
    private Spans() {}

    /** Such as {@code 5 s} and {@code 0.25 s}. */
    static String text(long nanos) {
        var seconds = BigDecimal.valueOf(Duration.ofNanos(nanos).toMillis(), 3).stripTrailingZeros();
        return seconds.toPlainString() + " s";
    }
}
