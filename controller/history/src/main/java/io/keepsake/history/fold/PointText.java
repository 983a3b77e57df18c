package io.keepsake.history.fold;

import io.keepsake.history.fold.Point.AtIndex;
import io.keepsake.history.fold.Point.AtWall;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.regex.Pattern;

/**
 * Reads a place as people write it.
 *
 * @param end the end of the journal
 * @param run the run that an index without one is in
 * @param zone of a time without a date
 */
public record PointText(JournalEnd end, long run, ZoneId zone) {
    private static final Pattern INDEX = Pattern.compile("(?:(\\d{1,18})?#)?(\\d{1,18})");
    private static final Pattern AGO = Pattern.compile("-(\\d{1,9})([smhd])");

    /** What to write, for messages and help. */
    public static final String FORMS = "2026-11-22T03:12:07Z, 03:12 or 03:12:07 (local time), -5m, 812 or 3#812";

    /**
     * The place that {@code text} writes.
     *
     * @throws IllegalArgumentException when it writes none
     */
    public Point parse(String text) {
        var index = INDEX.matcher(text);
        if (index.matches()) {
            return new AtIndex(index.group(1) == null ? run : Long.parseLong(index.group(1)), number(index.group(2)));
        }
        var ago = AGO.matcher(text);
        if (ago.matches()) {
            return new AtWall(end.wall().minus(span(number(ago.group(1)), ago.group(2))));
        }
        try {
            return new AtWall(text.contains("T") ? Instant.parse(text) : latest(LocalTime.parse(text)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected " + FORMS + ", found " + text, e);
        }
    }

    private static long number(String digits) {
        return Long.parseLong(digits);
    }

    private static Duration span(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** The last time before the end of the journal that the clock showed this. */
    private Instant latest(LocalTime time) {
        var last = end.wall().atZone(zone);
        var sameDay = last.with(time);
        return (sameDay.isAfter(last) ? sameDay.minusDays(1) : sameDay).toInstant();
    }
}
