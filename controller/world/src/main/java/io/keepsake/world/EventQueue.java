package io.keepsake.world;

import java.util.Arrays;

/** What is to come, the earliest first; of one moment, in the order in which it was put in. */
final class EventQueue {

    /** Something that happens once. */
    abstract static class Entry {
        private long at;
        private long order;

        abstract void happen();

        private boolean before(Entry other) {
            return at < other.at || at == other.at && order < other.order;
        }
    }

    private Entry[] heap = new Entry[64];
    private int size;
    private long orders;

    /** The moment of the earliest entry, or the end of time. */
    long next() {
        return size == 0 ? Long.MAX_VALUE : heap[0].at;
    }

    void put(long at, Entry entry) {
        entry.at = at;
        entry.order = orders++;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int place = size++;
        while (place > 0 && entry.before(heap[(place - 1) / 2])) {
            heap[place] = heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }
        heap[place] = entry;
    }

    /** Takes the earliest entry out. */
    Entry take() {
        var first = heap[0];
        var last = heap[--size];
        int place = 0;
        for (int child = 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && heap[child + 1].before(heap[child])) {
                child++;
            }
            if (!heap[child].before(last)) {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = last;
        return first;
    }
}
