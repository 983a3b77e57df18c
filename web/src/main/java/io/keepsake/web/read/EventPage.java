package io.keepsake.web.read;

import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.web.json.Json;
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
    public static String json(Library library, Cursor after, long from, long to, Filter filter, int limit)
            throws JournalFailure {
        var readers = new ArrayList<NodeReader>();
        try {
            for (var node : library.merge().get().nodes()) {
                if (filter.takesNode(node.name())) {
                    var reader = library.reader(node);
                    readers.add(reader);
                    var place = after.of(node.name());
                    boolean more = (place.equals(Place.START) ? reader.atTime(from) : reader.at(place)).advance();
                    if (!more) {
                        readers.removeLast().close();
                    }
                }
            }
            return page(readers, after, to, filter, Math.clamp(limit, 1, LIMIT_MAX));
        } finally {
            readers.forEach(NodeReader::close);
        }
    }

    private static String page(List<NodeReader> readers, Cursor after, long to, Filter filter, int limit)
            throws JournalFailure {
        var json = new Json();
        json.open().name("events").openArray();
        var cursor = after;
        int written = 0;
        int looked = 0;
        boolean more = false;
        while (!readers.isEmpty()) {
            var first = readers.stream()
                    .min(Comparator.comparingLong(NodeReader::time))
                    .orElseThrow();
            if (first.time() > to) {
                break;
            }
            if (written >= limit || looked++ > LOOK_MAX) {
                more = true;
                break;
            }
            written += write(json, first, filter) ? 1 : 0;
            cursor = cursor.with(first.node(), first.next());
            if (!first.advance()) {
                first.close();
                readers.remove(first);
            }
        }
        json.closeArray().member("next", cursor.toString()).member("more", more);
        return json.close().toString();
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
