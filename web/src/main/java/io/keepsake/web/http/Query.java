package io.keepsake.web.http;

import io.keepsake.web.read.Cursor;
import io.keepsake.web.read.EventPage;
import io.keepsake.web.read.Filter;
import io.keepsake.web.read.Place;
import io.keepsake.web.timeline.View;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request. All of these throw {@link BadQuestion} for what means nothing.
 *
 * @param parameters those behind the question mark
 * @param path those in the path, by the names that its route has for them
 */
record Query(MultiMap parameters, Map<String, String> path) {
    /** Nothing longer is read. */
    private static final int LENGTH_MAX = 2_000;

    /** The years 1 to 9999, in microseconds since 1970: with these nothing is added up that does not fit. */
    private static final long TIME_MIN = -62_135_596_800_000_000L;

    private static final long TIME_MAX = 253_402_300_799_999_999L;

    private static final int COLUMNS = 1_000;
    private static final int PAGE = 100;

    static Query of(RoutingContext ctx) {
        return new Query(ctx.queryParams(), ctx.pathParams());
    }

    @Nullable String text(String name) {
        var value = parameters.get(name);
        if (value != null && value.length() > LENGTH_MAX) {
            throw new BadQuestion(name, LENGTH_MAX + " characters at most", value);
        }
        return value == null || value.isEmpty() ? null : value;
    }

    /** One that must be there. */
    String needed(String name, String expected) {
        var text = text(name);
        if (text == null) {
            throw new BadQuestion(name, expected, "nothing");
        }
        return text;
    }

    private long number(String name, long otherwise, long least, long most, String unit) {
        var text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notOne) {
            // told below
        }
        throw new BadQuestion(name, "a whole number from " + least + " to " + most + unit, text);
    }

    /** A time in microseconds since 1970. */
    long time(String name, long otherwise) {
        return number(name, otherwise, TIME_MIN, TIME_MAX, " (microseconds since 1970)");
    }

    /** The end of a window that begins at {@code from}. */
    long end(long from, long otherwise) {
        long to = time("to", otherwise);
        if (text("to") != null && to <= from) {
            throw new BadQuestion("to", "a time after from, which is " + from, Long.toString(to));
        }
        return Math.max(to, from + 1);
    }

    int columns() {
        return (int) number("columns", COLUMNS, View.COLUMNS_MIN, View.COLUMNS_MAX, "");
    }

    int limit() {
        return (int) number("limit", PAGE, 1, EventPage.LIMIT_MAX, "");
    }

    boolean flag(String name) {
        var text = text(name);
        return text != null && !text.equals("0") && !text.equals("false");
    }

    private List<String> list(String name, String separator) {
        var text = text(name);
        return text == null ? List.of() : List.of(text.strip().split(separator, 100));
    }

    Filter filter() {
        return new Filter(
                Set.copyOf(list("node", ",")), Set.copyOf(list("kind", ",")), list("q", "\\s+"), flag("changes"));
    }

    /** The cursor that a text of this name is; null where there is no such text. */
    static @Nullable Cursor cursor(String name, @Nullable String text) {
        try {
            return text == null ? null : Cursor.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadQuestion(name, "a cursor such as node-a@3:812,node-b@1:40", text);
        }
    }

    /** The name of the node in the path. */
    String node() {
        return Objects.requireNonNull(path.get("node"));
    }

    /** The place in the path. */
    Place place() {
        return place("place", Objects.requireNonNull(path.get("place")));
    }

    /** The other place to compare it with; null where none is asked for. */
    @Nullable Place against() {
        var text = text("against");
        return text == null ? null : place("against", text);
    }

    private static Place place(String name, String text) {
        try {
            return Place.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadQuestion(name, "a place such as 3:812", text);
        }
    }
}
