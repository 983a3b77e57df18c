package io.keepsake.history.explain;

import io.keepsake.core.value.Ip;
import io.keepsake.history.show.Counted;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The last adverts of an instance, as numbers. */
final class AdvertLog {
    private static final int SIZE = 1000;

    private final long[] index = new long[SIZE];
    private final long[] arrived = new long[SIZE];
    private final long[] wall = new long[SIZE];
    private final int[] priority = new int[SIZE];
    private final @Nullable Ip[] source = new Ip[SIZE];
    private long count;

    /** Times in nanoseconds; {@code arrived} monotonic, {@code wall} since 1970. */
    void add(long index, long arrived, long wall, int priority, Ip source) {
        int at = (int) (count++ % SIZE);
        this.index[at] = index;
        this.arrived[at] = arrived;
        this.wall[at] = wall;
        this.priority[at] = priority;
        this.source[at] = source;
    }

    /** One that was heard. */
    record Heard(long index, long wall, int priority, Ip source) {}

    /** The advert of this index, or null when it was not among the last ones. */
    @Nullable Heard find(long wanted) {
        for (long i = count - 1; i >= first(); i--) {
            int at = (int) (i % SIZE);
            if (index[at] == wanted) {
                return new Heard(wanted, wall[at], priority[at], Objects.requireNonNull(source[at]));
            }
        }
        return null;
    }

    /** The one that was added last. */
    Heard newest() {
        int at = (int) ((count - 1) % SIZE);
        return new Heard(index[at], wall[at], priority[at], Objects.requireNonNull(source[at]));
    }

    private long first() {
        return Math.max(0, count - SIZE);
    }

    /** How regularly {@code from} was heard from the advert of index {@code begin} to that of index {@code last}. */
    String regularity(Ip from, long begin, long last) {
        var times = new ArrayList<Long>();
        for (long i = first(); i < count; i++) {
            int at = (int) (i % SIZE);
            if (index[at] >= begin && index[at] <= last && from.equals(source[at])) {
                times.add(arrived[at]);
            }
        }
        // Packets of several sockets are read in another order than they arrive in.
        times.sort(null);
        boolean all = first() == 0 || index[(int) (first() % SIZE)] < begin;
        return from + " had sent " + (all ? "" : "at least ") + Counted.of(times.size(), "advert")
                + " in this mastership"
                + (times.size() < 2 ? "" : ", at intervals of " + intervals(times) + " s (min/mean/max)");
    }

    private static String intervals(List<Long> times) {
        long min = Long.MAX_VALUE;
        long max = 0;
        for (int i = 1; i < times.size(); i++) {
            long interval = times.get(i) - times.get(i - 1);
            min = Math.min(min, interval);
            max = Math.max(max, interval);
        }
        long mean = (times.getLast() - times.getFirst()) / (times.size() - 1);
        return Spans.millis(min) + "/" + Spans.millis(mean) + "/" + Spans.millis(max);
    }
}
