package io.keepsake.history.show;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments of the wall clock as they are printed: in one zone, which stands behind each, to the microsecond. */
public record Clock(ZoneId zone) {
    public static final Clock UTC = new Clock(ZoneOffset.UTC);

    private static final DateTimeFormatter WHOLE = format("uuuu-MM-dd'T'HH:mm:ss.SSSSSSXXX");
    private static final DateTimeFormatter SPACED = format("uuuu-MM-dd HH:mm:ss.SSSSSSXXX");
    private static final DateTimeFormatter TIME = format("HH:mm:ss.SSSSSSXXX");

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /** {@code 2026-11-22T03:12:07.609375Z}, or {@code 2026-11-22T04:12:07.609375+01:00}. */
    public String iso(Instant wall) {
        return WHOLE.format(wall.atZone(zone));
    }

    /** {@code 2026-11-22 03:12:07.609375Z}. */
    public String dated(Instant wall) {
        return SPACED.format(wall.atZone(zone));
    }

    /** {@code 03:12:07.609375Z}. */
    public String time(Instant wall) {
        return TIME.format(wall.atZone(zone));
    }
}
