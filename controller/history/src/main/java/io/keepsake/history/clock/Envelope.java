package io.keepsake.history.clock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bound of a clock over time: points, each of which says at its moment how far the clock is ahead at most, and away from
 * it the less, the more clocks may have drifted. Exact to the nanosecond, so that what the points say holds at them.
 */
final class Envelope {
    /** Two monotonic clocks drift apart by less than one part in this: 200 ppm each. */
    private static final long DRIFT_PARTS = 2_500;

    private record Point(long moment, long most) {}

    private final List<Point> points = new ArrayList<>();
    /** Of all points up to here, and from here on: what is least of {@code DRIFT_PARTS * most}, less and plus the moment. */
    private long[] before = new long[0];

    private long[] after = new long[0];

    /** How far two clocks may drift apart in so long. */
    static long drift(long nanos) {
        return Math.abs(nanos) / DRIFT_PARTS + 1;
    }

    /** Takes these too; those that say nothing beside the others are forgotten. */
    void add(List<long[]> others) {
        others.forEach(other -> points.add(new Point(other[0], other[1])));
        points.sort(Comparator.comparingLong(Point::moment));
        build();
        points.removeIf(point -> says(point.moment) < point.most);
        build();
    }

    private void build() {
        int size = points.size();
        before = new long[size];
        after = new long[size];
        long least = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            least = Math.min(least, points.get(i).most * DRIFT_PARTS - points.get(i).moment);
            before[i] = least;
        }
        least = Long.MAX_VALUE;
        for (int i = size - 1; i >= 0; i--) {
            least = Math.min(least, points.get(i).most * DRIFT_PARTS + points.get(i).moment);
            after[i] = least;
        }
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    /** How far the clock is ahead at most; null when nothing says so. */
    @Nullable Long at(long moment) {
        return points.isEmpty() ? null : (Long) says(moment);
    }

    private long says(long moment) {
        int low = 0;
        int high = points.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (points.get(middle).moment <= moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        long most = Long.MAX_VALUE;
        if (low > 0) {
            most = Math.floorDiv(before[low - 1] + moment, DRIFT_PARTS);
        }
        if (low < points.size()) {
            most = Math.min(most, Math.floorDiv(after[low] - moment, DRIFT_PARTS));
        }
        return most;
    }

    /** The moments at which it says most. */
    List<Long> moments() {
        return points.stream().map(Point::moment).toList();
    }
}
