package io.keepsake.web.read;

import io.keepsake.core.effect.Turn;
import io.keepsake.history.json.Json;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.web.budget.Budget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Turns of all nodes in the order of time, a page at a time. */
public final class EventPage {
    /** The most turns there are on a page. */
    public static final int LIMIT_MAX = 1000;

    /** A page looks at so many turns; when few of them are wanted it may be short, and the next goes on. */
    private static final int LOOK_MAX = 200_000;

    private EventPage() {}

    /**
     * The page after a cursor; where the cursor says nothing of a node, from a time on.
     *
     * @param from microseconds since 1970, for nodes that are not in {@code after}
     * @param to nothing later is given
     */
    public static String json(
            Library library, Cursor after, long from, long to, Filter filter, int limit, Budget budget)
            throws JournalFailure {
        var json = budget.json();
        json.open().name("events").openArray();
        Sink sink = (reader, _) -> write(json, reader, filter);
        var end = read(library, after, from, to, filter, limit, budget, sink);
        json.closeArray().member("next", end.cursor().toString()).member("more", end.more());
        return json.close().toString();
    }

    /** Turns as they go down a stream, each with the cursor after it. */
    public record Streamed(String text, Cursor next, boolean more) {}

    /** The turns after a cursor as Server-Sent Events; {@code next} is behind all that was looked at. */
    public static Streamed stream(Library library, Cursor after, Filter filter, int limit, Budget budget)
            throws JournalFailure {
        var text = new StringBuilder();
        Sink sink = (reader, cursor) -> {
            if (reader.item() instanceof TurnRead(long run, var turn) && filter.takes(turn)) {
                var json = budget.json();
                TurnJson.write(json, reader.node(), run, turn, reader.time(), false);
                text.append("id: ")
                        .append(cursor)
                        .append("\nevent: turn\ndata: ")
                        .append(json)
                        .append("\n\n");
                return true;
            }
            return false;
        };
        var end = read(library, after, 0, Long.MAX_VALUE, filter, limit, budget, sink);
        return new Streamed(text.toString(), end.cursor(), end.more());
    }

    /** Takes a turn, and the JSON of it. */
    public interface Taker {
        void take(String node, long run, Turn turn, String json) throws JournalFailure;
    }

    /**
     * The wanted turns of a window, in the order of time.
     *
     * @param most turns that are given
     * @return whether there may be more than were given
     */
    public static boolean each(Library library, long from, long to, Filter filter, int most, Budget budget, Taker taker)
            throws JournalFailure {
        var taken = new int[1];
        Sink sink = (reader, _) -> {
            if (reader.item() instanceof TurnRead(long run, var turn) && filter.takes(turn)) {
                var json = budget.json();
                TurnJson.write(json, reader.node(), run, turn, reader.time(), false);
                taker.take(reader.node(), run, turn, json.toString());
                taken[0]++;
                return true;
            }
            return false;
        };
        var end = new End(Cursor.EMPTY, true);
        while (end.more() && taken[0] < most) {
            end = read(library, end.cursor(), from, to, filter, most - taken[0], budget, sink);
        }
        return end.more();
    }

    private interface Sink {
        /** Whether it took the item the reader is at. */
        boolean take(NodeReader reader, Cursor after) throws JournalFailure;
    }

    private record End(Cursor cursor, boolean more) {}

    private static End read(
            Library library, Cursor after, long from, long to, Filter filter, int limit, Budget budget, Sink sink)
            throws JournalFailure {
        var readers = new ArrayList<NodeReader>();
        try {
            for (var node : library.merge().get().nodes()) {
                if (filter.takesNode(node.name())) {
                    var reader = library.reader(node, budget);
                    readers.add(reader);
                    var place = after.of(node.name());
                    boolean more = (place.equals(Place.START) ? reader.atTime(from) : reader.at(place)).advance();
                    if (!more) {
                        readers.removeLast().close();
                    }
                }
            }
            return merge(readers, after, to, Math.clamp(limit, 1, LIMIT_MAX), sink);
        } finally {
            readers.forEach(NodeReader::close);
        }
    }

    private static End merge(List<NodeReader> readers, Cursor after, long to, int limit, Sink sink)
            throws JournalFailure {
        var cursor = after;
        int taken = 0;
        for (int looked = 0; !readers.isEmpty(); looked++) {
            var first = readers.stream()
                    .min(Comparator.comparingLong(NodeReader::time))
                    .orElseThrow();
            if (first.time() > to) {
                return new End(cursor, false);
            }
            if (taken >= limit || looked > LOOK_MAX) {
                return new End(cursor, true);
            }
            cursor = cursor.with(first.node(), first.next());
            taken += sink.take(first, cursor) ? 1 : 0;
            if (!first.advance()) {
                first.close();
                readers.remove(first);
            }
        }
        return new End(cursor, false);
    }

    private static boolean write(Json json, NodeReader reader, Filter filter) {
        if (reader.item() instanceof TurnRead(long run, var turn)) {
            if (filter.takes(turn)) {
                TurnJson.write(json, reader.node(), run, turn, reader.time(), false);
                return true;
            }
            return false;
        }
        if (filter.kinds().isEmpty() && filter.words().isEmpty()) {
            TurnJson.other(json, reader.node(), reader.item(), reader.next(), reader.time());
            return true;
        }
        return false;
    }
}
