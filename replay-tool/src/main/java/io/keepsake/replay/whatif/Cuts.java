package io.keepsake.replay.whatif;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What became of the adverts from one node to another: which arrived, after how long, and which did not. Places are
 * nanoseconds since 1970 on the common clock.
 */
final class Cuts {
    /** Delays beyond so many tell nothing more. */
    private static final int DELAYS_MAX = 10_000;

    private static final long DEFAULT_DELAY = 300_000L;

    /** Adverts under way at once, beyond which the oldest is lost. */
    private static final int SENT_MAX = 4096;

    /** More lost adverts in a row are a cut, whatever is about them. */
    private static final int LUCK_MAX = 3;

    /** Losses so near to each other have one cause. */
    private static final long NEAR_NANOS = 12_000_000_000L;

    /** So much earlier than it was sent an advert may seem to arrive, by a common clock that is not quite right. */
    private static final long EARLY_NANOS = 5_000_000L;

    /** The same for one with an identification. */
    private static final long NAMED_EARLY_NANOS = 1_000_000_000L;

    private static final int EARLY_MAX = 16;

    /** What becomes of an advert that is sent. */
    enum Fate {
        ARRIVES,
        LOST,
        /** The recording does not tell; it is taken to arrive. */
        MAY_ARRIVE,
        /** The recording does not tell; it is taken to be lost. */
        MAY_BE_LOST
    }

    private record Sent(long place, int id, int priority, long interval) {}

    /**
     * Adverts that were lost one after another.
     *
     * @param count of them
     */
    private record Stretch(long first, long last, int count, long interval) {
        /** The link was cut so long: from the middle between what arrived and what did not. */
        boolean holds(long place) {
            return place >= first - interval / 2 && place <= last + interval / 2;
        }

        /** When the lost adverts were sent, as near as that is kept. */
        long at(int number) {
            return count == 1 ? first : first + (last - first) / (count - 1) * number;
        }

        /** Whether the edge of the cut may lie on either side of this place. */
        boolean edge(long place) {
            return place > first - interval && place < first || place > last && place < last + interval;
        }
    }

    private final Deque<Sent> sent = new ArrayDeque<>();
    private final Deque<Sent> early = new ArrayDeque<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private final List<long[]> observed = new ArrayList<>();
    private int asked;
    private boolean arrivedSince = true;

    void sent(long place, int id, int priority, long interval) {
        var last = observed.isEmpty() ? null : observed.getLast();
        if (last != null && place - last[1] <= 2 * interval) {
            last[1] = place;
        } else {
            observed.add(new long[] {place, place});
        }
        if (early.removeIf(e -> e.priority == priority
                && (e.id == 0 ? place - e.place < EARLY_NANOS : e.id == id && place - e.place < NAMED_EARLY_NANOS))) {
            arrived(0);
            return;
        }
        sent.add(new Sent(place, id, priority, interval));
        if (sent.size() > SENT_MAX) {
            lost(sent.remove());
        }
    }

    /** One arrived: those that were sent before it and did not are lost. */
    void heard(long place, int id, int priority) {
        Sent match = null;
        for (var one : sent) {
            if (one.place <= place && one.priority == priority && (id == 0 || one.id == id)) {
                match = one; // the last one: without identifications an earlier one is lost
            }
        }
        if (match == null) {
            if (early.size() == EARLY_MAX) {
                early.remove();
            }
            early.add(new Sent(place, id, priority, 0));
            return;
        }
        for (var first = sent.remove(); !first.equals(match); first = sent.remove()) {
            lost(first);
        }
        arrived(place - match.place);
    }

    private void arrived(long delay) {
        if (delays.size() < DELAYS_MAX) {
            delays.add(delay);
        }
        arrivedSince = true;
    }

    private void lost(Sent one) {
        var last = stretches.isEmpty() ? null : stretches.getLast();
        if (last != null && !arrivedSince && one.place - last.last <= 2 * one.interval) {
            stretches.set(stretches.size() - 1, new Stretch(last.first, one.place, last.count + 1, one.interval));
        } else {
            stretches.add(new Stretch(one.place, one.place, 1, one.interval));
        }
        arrivedSince = false;
    }

    /** The receiver does not run: what is under way is nobody's loss. */
    void closed() {
        sent.clear();
        arrivedSince = true;
    }

    void end(long place) {
        while (!sent.isEmpty()) {
            var one = sent.remove();
            if (place - one.place > one.interval) {
                lost(one);
            }
        }
    }

    long delay() {
        return Medians.of(delays, DEFAULT_DELAY);
    }

    /** Whether it was sent on this way at about that time. */
    boolean observed(long place) {
        for (var span : observed) {
            if (place >= span[0] - 2 * DEFAULT_DELAY && place <= span[1] + 2 * DEFAULT_DELAY) {
                return true;
            }
        }
        return false;
    }

    /** Whether it was luck and no cut: one advert, or a few with more losses about them. */
    private boolean isLuck(int number) {
        var stretch = stretches.get(number);
        return stretch.count == 1
                || stretch.count <= LUCK_MAX
                        && (number > 0 && stretch.first - stretches.get(number - 1).last < NEAR_NANOS
                                || number + 1 < stretches.size()
                                        && stretches.get(number + 1).first - stretch.last < NEAR_NANOS);
    }

    /** Whether the way was cut then, and not only single adverts lost. */
    boolean isCut(long place) {
        for (int i = asked; i < stretches.size(); i++) {
            if (stretches.get(i).holds(place) && !isLuck(i)) {
                return true;
            }
        }
        return false;
    }

    /** What becomes of an advert that is sent now. Asked in the order of time. */
    Fate fate(long place, long interval) {
        while (asked < stretches.size() && place > stretches.get(asked).last + 2 * stretches.get(asked).interval) {
            asked++;
        }
        for (int i = asked; i < stretches.size() && stretches.get(i).first - stretches.get(i).interval <= place; i++) {
            var stretch = stretches.get(i);
            if (isLuck(i)) {
                // Single packets: those that are sent nearest to their times.
                for (int k = 0; k < stretch.count; k++) {
                    long off = Math.abs(place - stretch.at(k));
                    if (off <= Math.min(interval, stretch.interval) / 2) {
                        return off < interval / 20 ? Fate.LOST : Fate.MAY_BE_LOST;
                    }
                }
                if (place > stretch.first - stretch.interval && place < stretch.last + stretch.interval) {
                    return Fate.MAY_ARRIVE;
                }
                continue;
            }
            boolean lost = stretch.holds(place);
            if (stretch.edge(place)) {
                return lost ? Fate.MAY_BE_LOST : Fate.MAY_ARRIVE;
            }
            if (lost) {
                return Fate.LOST;
            }
        }
        return Fate.ARRIVES;
    }
}
