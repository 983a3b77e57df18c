package io.keepsake.history.cluster;

import io.keepsake.history.clock.ClockLog;
import io.keepsake.history.clock.Sources;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The items of several journals in one order: each journal's own, and of several that which is first on the common clock.
 * Holds the next item of each journal, however long they are. For one thread.
 */
public final class MergedTurns {

    /**
     * An item of a journal.
     *
     * @param place of a turn, on the common clock, in nanoseconds since 1970; of what is no turn that of the turn after it,
     *     or before it where none follows
     * @param stamp of a turn; null of what is none
     */
    public record Placed(String node, long place, @Nullable Stamp stamp, JournalItem item) {}

    private final class Journal {
        final String node;
        final JournalReader reader;
        final ClockLog clocks;
        final Deque<Placed> ready = new ArrayDeque<>();
        long place;

        Journal(String node, JournalReader reader, Sources sources) {
            this.node = node;
            this.reader = reader;
            this.clocks = new ClockLog(node, sources);
        }

        @Nullable Placed first() throws JournalFailure {
            var others = new ArrayList<JournalItem>();
            while (ready.isEmpty()) {
                var item = reader.next();
                if (item != null && !(item instanceof TurnRead)) {
                    others.add(item);
                    continue;
                }
                var stamp = item instanceof TurnRead read ? stamp(read) : null;
                others.forEach(other -> ready.add(new Placed(node, place, null, other)));
                if (item == null) {
                    return ready.peek();
                }
                ready.add(new Placed(node, place, stamp, item));
            }
            return ready.peek();
        }

        private Stamp stamp(TurnRead read) {
            var recorded = read.turn().recorded();
            var clock = clocks.take(read.run(), read.turn());
            place = history.clocks().at(clock, recorded.at().nanos());
            return new Stamp(clock, recorded.at().nanos(), recorded.wall(), read.run(), recorded.index());
        }
    }

    private final ClusterHistory history;
    private final List<Journal> journals = new ArrayList<>();

    /**
     * Goes to the beginning of each journal.
     *
     * @param history that was read of the same journals
     */
    public MergedTurns(ClusterHistory history, SequencedMap<String, JournalReader> readers) throws JournalFailure {
        this.history = history;
        var sources = new Sources();
        for (var each : readers.entrySet()) {
            each.getValue().seekState(0, 0);
            journals.add(new Journal(each.getKey(), each.getValue(), sources));
        }
    }

    /** The next item; null when there is no more. */
    public @Nullable Placed next() throws JournalFailure {
        Journal earliest = null;
        Placed next = null;
        for (var journal : journals) {
            var first = journal.first();
            if (first != null && (next == null || first.place() < next.place())) {
                earliest = journal;
                next = first;
            }
        }
        if (earliest != null) {
            earliest.ready.poll();
        }
        return next;
    }
}
