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
    private final int[] id = new int[SIZE];
    private final @Nullable Ip[] source = new Ip[SIZE];
    private long count;

    /** Times in nanoseconds; {@code arrived} monotonic, {@code wall} since 1970. */
    void add(long index, long arrived, long wall, int priority, int id, Ip source) {
        int at = (int) (count++ % SIZE);
        this.index[at] = index;
        this.arrived[at] = arrived;
        this.wall[at] = wall;
        this.priority[at] = priority;
        this.id[at] = id;
        this.source[at] = source;
    }

    /** One that was heard; {@code id} is its IPv4 identification, or 0. */
    record Heard(long index, long arrived, long wall, int priority, int id, Ip source) {}

    /** The advert of this index, or null when it was not among the last ones. */
    @Nullable Heard find(long wanted) {
        for (long i = count - 1; i >= first(); i--) {
            int at = (int) (i % SIZE);
            if (index[at] == wanted) {
                return heard(at);
            }
        }
        return null;
    }

    /** The one that was added last. */
    Heard newest() {
        return heard((int) ((count - 1) % SIZE));
    }

    private Heard heard(int at) {
        return new Heard(index[at], arrived[at], wall[at], priority[at], id[at], Objects.requireNonNull(source[at]));
    }

    /** Those of the same router after {@code first}, up to the one of index {@code last}. */
    List<Heard> since(Heard first, long last) {
        var heard = new ArrayList<Heard>();
        for (long i = first(); i < count; i++) {
            int at = (int) (i % SIZE);
            if (index[at] > first.index() && index[at] <= last && first.source().equals(source[at])) {
                heard.add(heard(at));
            }
        }
        return heard;
    }

    /**
     * By how much the identification rose from one advert of {@code from} to the next, up to the one of index {@code
     * last}: of those that came at most {@code apartNanos} apart, the last {@code most}.
     */
    List<Integer> idSteps(Ip from, long last, long apartNanos, int most) {
        var steps = new ArrayList<Integer>();
        Heard later = null;
        for (long i = count - 1; i >= first() && steps.size() < most; i--) {
            int at = (int) (i % SIZE);
            if (index[at] > last || !from.equals(source[at])) {
                continue;
            }
            if (later != null && later.arrived() - arrived[at] <= apartNanos) {
                steps.add(later.id() - id[at] & 0xffff);
            }
            later = heard(at);
        }
        return steps;
    }

    private long first() {
        return Math.max(0, count - SIZE);
    }

    /**
     * How regularly {@code from} was heard from the advert of index {@code begin} to that of index {@code last}.
     *
     * @param all whether nothing of it is missing before
     */
    String regularity(Ip from, long begin, boolean all, long last) {
        var times = new ArrayList<Long>();
        for (long i = first(); i < count; i++) {
            int at = (int) (i % SIZE);
            if (index[at] >= begin && index[at] <= last && from.equals(source[at])) {
                times.add(arrived[at]);
            }
        }
        // Packets of several sockets are read in another order than they arrive in.
        times.sort(null);
        boolean whole = all && (first() == 0 || index[(int) (first() % SIZE)] < begin);
        return from + " had sent " + (whole ? "" : "at least ") + Counted.of(times.size(), "advert")
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
