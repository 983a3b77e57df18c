package io.keepsake.daemon.probe;

import java.util.ArrayList;

/** What waits for its time, the earliest first: a heap in which everyone knows its place. */
final class Schedule<W extends ScheduleEntry> {
    private final ArrayList<W> heap = new ArrayList<>();

    /** The earliest time, or {@link Probe#NEVER} when nobody waits. */
    long next() {
        return heap.isEmpty() ? Probe.NEVER : heap.getFirst().at();
    }

    /** The one that is due first; only when somebody waits. */
    W first() {
        return heap.getFirst();
    }

    /** Puts {@code one} where its new time belongs; {@link Probe#NEVER} takes it out. */
    void set(W one, long at) {
        one.at(at);
        if (at == Probe.NEVER) {
            remove(one);
            return;
        }
        if (one.place() < 0) {
            one.place(heap.size());
            heap.add(one);
        }
        rise(one);
        sink(one);
    }

    private void remove(W one) {
        int hole = one.place();
        if (hole < 0) {
            return;
        }
        one.place(-1);
        var last = heap.removeLast();
        if (hole < heap.size()) {
            put(hole, last);
            rise(last);
            sink(last);
        }
    }

    private void put(int place, W one) {
        heap.set(place, one);
        one.place(place);
    }

    private void rise(W one) {
        int place = one.place();
        while (place > 0 && heap.get((place - 1) / 2).at() > one.at()) {
            put(place, heap.get((place - 1) / 2));
            place = (place - 1) / 2;
        }
        put(place, one);
    }

    private void sink(W one) {
        int place = one.place();
        int child = earlierChild(place);
        while (child > 0 && heap.get(child).at() < one.at()) {
            put(place, heap.get(child));
            place = child;
            child = earlierChild(place);
        }
        put(place, one);
    }

    /** The child that is due first, or 0 for none. */
    private int earlierChild(int place) {
        int left = 2 * place + 1;
        if (left >= heap.size()) {
            return 0;
        }
        return left + 1 < heap.size()
                        && heap.get(left + 1).at() < heap.get(left).at()
                ? left + 1
                : left;
    }
}
