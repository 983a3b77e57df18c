package io.keepsake.history.state;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.MergedTurns;
import io.keepsake.history.fold.Point;
import io.keepsake.history.fold.Point.AtIndex;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalReader;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Moments of several journals at once: where each of them was at a place on the common clock. */
public final class Moments {
    private static final Pattern CITE = Pattern.compile("(?:(?<node>[^:#]+):)?(?<run>\\d{1,18})#(?<index>\\d{1,18})");

    /** An event that is named as it is printed: {@code a:2#812}, or {@code 2#812} where there is one node. */
    public record Cite(String node, AtIndex index) {

        /** The event that {@code text} names; null when it names none of these nodes. */
        public static @Nullable Cite parse(String text, ClusterHistory history) {
            var matcher = CITE.matcher(text);
            if (!matcher.matches()) {
                return null;
            }
            var node = matcher.group("node");
            if (node == null && history.nodes().size() == 1) {
                node = history.nodes().getFirst();
            }
            return node == null || !history.nodes().contains(node)
                    ? null
                    : new Cite(
                            node,
                            new AtIndex(Long.parseLong(matcher.group("run")), Long.parseLong(matcher.group("index"))));
        }
    }

    private Moments() {}

    /** The last turn of each node that is not after a place; none of a node that recorded nothing before it. */
    public static SequencedMap<String, Point> at(
            long place, ClusterHistory history, SequencedMap<String, JournalReader> readers) throws JournalFailure {
        var last = new LinkedHashMap<String, Point>();
        var merged = new MergedTurns(history, readers);
        for (var next = merged.next(); next != null && next.place() <= place; next = merged.next()) {
            if (next.item() instanceof TurnRead read) {
                last.put(
                        next.node(),
                        new AtIndex(read.run(), read.turn().recorded().index()));
            }
        }
        return last;
    }

    /** The place of an event on the common clock; null when it is in no journal. */
    public static @Nullable Long place(Cite cite, ClusterHistory history, SequencedMap<String, JournalReader> readers)
            throws JournalFailure {
        var merged = new MergedTurns(history, readers);
        for (var next = merged.next(); next != null; next = merged.next()) {
            if (next.node().equals(cite.node())
                    && next.item() instanceof TurnRead read
                    && read.run() == cite.index().run()
                    && read.turn().nextIndex() > cite.index().index()) {
                return next.place();
            }
        }
        return null;
    }
}
