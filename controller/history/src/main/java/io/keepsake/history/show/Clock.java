package io.keepsake.history.show;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moments of the wall clock, in UTC, to the microsecond. */
public final class Clock {
    private static final DateTimeFormatter WHOLE = format("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final DateTimeFormatter SPACED = format("uuuu-MM-dd HH:mm:ss.SSSSSS'Z'");
    private static final DateTimeFormatter TIME = format("HH:mm:ss.SSSSSS'Z'");

    private Clock() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }

    /** {@code 2026-11-22T03:12:07.609375Z}. */
    public static String iso(Instant wall) {
        return WHOLE.format(wall);
    }

    /** {@code 2026-11-22 03:12:07.609375Z}. */
    public static String dated(Instant wall) {
        return SPACED.format(wall);
    }

    /** {@code 03:12:07.609375Z}. */
    public static String time(Instant wall) {
        return TIME.format(wall);
    }
}
