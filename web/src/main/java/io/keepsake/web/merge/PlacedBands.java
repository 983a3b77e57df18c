package io.keepsake.web.merge;

import io.keepsake.history.cluster.Band;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.Group;
import io.keepsake.history.cluster.Mastership;
import java.util.List;

/** Who was master in a group, with the place of each band: those of a window are found without looking at all. */
public final class PlacedBands {
    private final Mastership mastership;
    /** In microseconds since 1970, in their order: each band ends where the next one begins, or after it. */
    private final long[] begins;

    private final long[] ends;

    PlacedBands(ClusterHistory history, Mastership mastership) {
        this.mastership = mastership;
        var bands = mastership.bands();
        begins = bands.stream()
                .mapToLong(b -> Findings.micros(history, b.from()))
                .toArray();
        ends = bands.stream().mapToLong(b -> Findings.micros(history, b.to())).toArray();
    }

    public Group group() {
        return mastership.group();
    }

    /** Those that have any of the time from one place to another, oldest first. */
    public List<Band> within(long from, long to) {
        int first = after(ends, from - 1);
        int last = after(begins, to);
        return first >= last ? List.of() : mastership.bands().subList(first, last);
    }

    /** How many of these are not after {@code place}. */
    private static int after(long[] sorted, long place) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
