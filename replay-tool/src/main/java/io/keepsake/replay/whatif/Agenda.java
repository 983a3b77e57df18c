package io.keepsake.replay.whatif;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is to come, in the order of time; at the same time in the order in which it was put there. */
final class Agenda {
    private record Entry(long place, long number, Runnable action) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::place).thenComparingLong(Entry::number));
    private long number;

    void put(long place, Runnable action) {
        entries.add(new Entry(place, number++, action));
    }

    /** When the next is; the end of time when nothing is to come. */
    long next() {
        var first = entries.peek();
        return first == null ? Long.MAX_VALUE : first.place;
    }

    void happen() {
        @Nullable Entry first = entries.poll();
        if (first != null) {
            first.action.run();
        }
    }
}
