package io.keepsake.history.fold;

import io.keepsake.history.fold.Point.AtIndex;
import io.keepsake.history.fold.Point.AtWall;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a place as people write it, and every time as {@code replay} prints it.
 *
 * @param end the end of the journal
 * @param run the run that an index without one is in
 * @param zone of a time without one
 */
public record PointText(JournalEnd end, long run, ZoneId zone) {
    /** What to write, for messages and help. */
    public static final String FORMS = "2026-11-22T03:12:07Z, \"2026-11-22 03:12:07.609375+01:00\", 2026-11-22, "
            + "03:12 or 03:12:07, -5m, 812 or 3#812";

    private static final String CLOCK = "(?<time>\\d\\d:\\d\\d(?::\\d\\d(?:\\.(?<fraction>\\d{1,9}))?)?)";
    private static final String ZONE = "(?<zone>Z|[+-]\\d\\d(?::?\\d\\d)?)?";
    private static final Pattern DATED = Pattern.compile("(?<date>\\d{4}-\\d\\d-\\d\\d)(?:[T ]" + CLOCK + ")?" + ZONE);
    private static final Pattern TIME_OF_DAY = Pattern.compile(CLOCK + ZONE);
    private static final Pattern INDEX = Pattern.compile("(?:(\\d{1,18})?#)?(\\d{1,18})");
    private static final Pattern AGO = Pattern.compile("-(\\d{1,9})([smhd])");

    /** Of times without a date. */
    private enum Pick {
        LAST_UNTIL,
        FIRST_FROM
    }

    /**
     * The place that {@code text} writes; of a time without a date the last before the end of the journal.
     *
     * @throws IllegalArgumentException when it writes none
     */
    public Point parse(String text) {
        return parse(text, end.wall(), Pick.LAST_UNTIL);
    }

    /** The same as the end of something: of a time as it is printed, what happened in that microsecond counts. */
    public Point parseEnd(String text) {
        return inclusive(text, parse(text));
    }

    /**
     * What lies between two places. Times without a date are of the same night: {@code to} is the first after {@code
     * from}, and {@code from} the last before a {@code to} that has a date.
     *
     * @param only the only run that counts, or 0 for every one
     * @throws IllegalArgumentException when one of them writes no place, or they are in the wrong order
     */
    public Window window(@Nullable String from, @Nullable String to, long only) {
        if (from == null || to == null) {
            return new Window(from == null ? null : parse(from), to == null ? null : parseEnd(to), only);
        }
        boolean follows = TIME_OF_DAY.matcher(to).matches();
        var until = !follows && parse(to) instanceof AtWall(var wall) ? wall : end.wall();
        var first = parse(from, until, Pick.LAST_UNTIL);
        var last = follows && first instanceof AtWall(var wall) ? parse(to, wall, Pick.FIRST_FROM) : parse(to);
        if (isAfter(first, last)) {
            throw new IllegalArgumentException("--from " + from + " is after --to " + to);
        }
        return new Window(first, inclusive(to, last), only);
    }

    private static boolean isAfter(Point first, Point last) {
        if (first instanceof AtWall(var begin) && last instanceof AtWall(var until)) {
            return begin.isAfter(until);
        }
        return first instanceof AtIndex begin
                && last instanceof AtIndex until
                && (begin.run() > until.run() || begin.run() == until.run() && begin.index() > until.index());
    }

    private static Point inclusive(String text, Point point) {
        var form = TIME_OF_DAY.matcher(text);
        var matcher = form.matches() ? form : DATED.matcher(text);
        boolean printed = matcher.matches()
                && matcher.group("fraction") != null
                && matcher.group("fraction").length() == 6;
        return printed && point instanceof AtWall(var wall) ? new AtWall(wall.plusNanos(999)) : point;
    }

    private Point parse(String text, Instant limit, Pick pick) {
        var index = INDEX.matcher(text);
        if (index.matches()) {
            return new AtIndex(index.group(1) == null ? run : Long.parseLong(index.group(1)), number(index.group(2)));
        }
        var ago = AGO.matcher(text);
        if (ago.matches()) {
            return new AtWall(end.wall().minus(span(number(ago.group(1)), ago.group(2))));
        }
        try {
            var dated = DATED.matcher(text);
            if (dated.matches()) {
                return new AtWall(LocalDate.parse(dated.group("date"))
                        .atTime(time(dated))
                        .atZone(zone(dated))
                        .toInstant());
            }
            var time = TIME_OF_DAY.matcher(text);
            if (time.matches()) {
                return new AtWall(nearest(time, limit, pick));
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected " + FORMS + ", found " + text, e);
        }
        throw new IllegalArgumentException("expected " + FORMS + ", found " + text);
    }

    private Instant nearest(Matcher text, Instant limit, Pick pick) {
        var there = limit.atZone(zone(text));
        var sameDay = there.with(time(text));
        var nearest =
                switch (pick) {
                    case LAST_UNTIL -> sameDay.isAfter(there) ? sameDay.minusDays(1) : sameDay;
                    case FIRST_FROM -> sameDay.isBefore(there) ? sameDay.plusDays(1) : sameDay;
                };
        return nearest.toInstant();
    }

    private ZoneId zone(Matcher text) {
        var own = text.group("zone");
        return own == null ? zone : ZoneOffset.of(own);
    }

    private static LocalTime time(Matcher text) {
        var time = text.group("time");
        return time == null ? LocalTime.MIDNIGHT : LocalTime.parse(time);
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
}
