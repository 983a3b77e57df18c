package io.keepsake.daemon.probe;

import java.util.Arrays;

/** Checkers by the time at which each wakes next, the earliest first: a heap in which every checker knows its place. */
final class Schedule {
    private Checker[] heap = new Checker[64];
    private int size;

    /** The earliest, or {@link Probe#NEVER} when none waits for a time. */
    long next() {
        return size == 0 ? Probe.NEVER : heap[0].wakeAt;
    }

    /** The checker that wakes first; only when there is one. */
    Checker first() {
        return heap[0];
    }

    /** Puts a checker where its new time belongs; {@link Probe#NEVER} takes it out. */
    void set(Checker checker, long wakeAt) {
        checker.wakeAt = wakeAt;
        if (wakeAt == Probe.NEVER) {
            remove(checker);
            return;
        }
        if (checker.place < 0) {
            heap = size == heap.length ? Arrays.copyOf(heap, 2 * size) : heap;
            put(size++, checker);
        }
        rise(checker.place);
        sink(checker.place);
    }

    private void remove(Checker checker) {
        int hole = checker.place;
        if (hole < 0) {
            return;
        }
        checker.place = -1;
        var last = heap[--size];
        if (hole < size) {
            put(hole, last);
            rise(hole);
            sink(last.place);
        }
    }

    private void put(int place, Checker checker) {
        heap[place] = checker;
        checker.place = place;
    }

    private void rise(int from) {
        var checker = heap[from];
        int place = from;
        while (place > 0 && heap[(place - 1) / 2].wakeAt > checker.wakeAt) {
            put(place, heap[(place - 1) / 2]);
            place = (place - 1) / 2;
        }
        put(place, checker);
    }

    private void sink(int from) {
        var checker = heap[from];
        int place = from;
        for (int child = earlierChild(place);
                child > 0 && heap[child].wakeAt < checker.wakeAt;
                child = earlierChild(place)) {
            put(place, heap[child]);
            place = child;
        }
        put(place, checker);
    }

    /** The child that wakes first, or 0 for none. */
    private int earlierChild(int place) {
        int left = 2 * place + 1;
        if (left >= size) {
            return 0;
        }
        return left + 1 < size && heap[left + 1].wakeAt < heap[left].wakeAt ? left + 1 : left;
    }
}
