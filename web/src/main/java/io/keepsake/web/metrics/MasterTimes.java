package io.keepsake.web.metrics;

import io.keepsake.web.merge.Bands;
import io.keepsake.web.merge.Group;
import io.keepsake.web.merge.Merge;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a group had two masters, and none. What lies so far back that every member has recorded beyond it is reckoned
 * once; the rest anew each time. Any thread may ask.
 */
final class MasterTimes {
    /** Until so long ago something may still be read that changes the picture. */
    private static final long SETTLED_MICROS = 60_000_000;

    private static final long SLICE_MICROS = 6 * 3_600_000_000L;
    private static final int SLICES_MAX = 200;

    /** Seconds. */
    record Times(double two, double none) {
        private Times plus(Times other) {
            return new Times(two + other.two, none + other.none);
        }

        private Times most(Times other) {
            return new Times(Math.max(two, other.two), Math.max(none, other.none));
        }
    }

    private static final class Reckoned {
        private long until;
        private Times times = new Times(0, 0);
        private Times told = new Times(0, 0);

        private Reckoned(long until) {
            this.until = until;
        }
    }

    private final Map<String, Reckoned> groups = new HashMap<>();

    /**
     * The times of a group until now. Never less than before, though clocks are known better with time: a counter that
     * falls has begun anew.
     *
     * @param whole whether all journals were read to their ends
     */
    synchronized Times of(Group group, Merge merge, boolean whole) {
        var reckoned = groups.computeIfAbsent(group.vrid() + " " + group.title(), _ -> new Reckoned(merge.begin()));
        if (whole) {
            settle(reckoned, group, merge);
        }
        var rest = times(group, merge, reckoned.until, merge.horizon());
        reckoned.told = reckoned.told.most(reckoned.times.plus(rest));
        return reckoned.told;
    }

    private static void settle(Reckoned reckoned, Group group, Merge merge) {
        long settled = group.members().stream()
                        .mapToLong(member -> merge.end(member.node()))
                        .min()
                        .orElse(0)
                - SETTLED_MICROS;
        long slice = Math.max(SLICE_MICROS, (settled - reckoned.until) / SLICES_MAX);
        while (reckoned.until < settled) {
            long to = Math.min(settled, reckoned.until + slice);
            reckoned.times = reckoned.times.plus(times(group, merge, reckoned.until, to));
            reckoned.until = to;
        }
    }

    private static Times times(Group group, Merge merge, long from, long to) {
        long two = 0;
        long none = 0;
        for (var band : Bands.of(group, merge, from, to)) {
            two += band.masters() == Bands.Masters.TWO ? band.micros() : 0;
            none += band.masters() == Bands.Masters.NONE ? band.micros() : 0;
        }
        return new Times(two / 1e6, none / 1e6);
    }
}
