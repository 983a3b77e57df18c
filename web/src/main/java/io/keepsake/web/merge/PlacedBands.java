package io.keepsake.web.merge;

import io.keepsake.history.cluster.Band;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.Group;
import io.keepsake.history.cluster.Mastership;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Who was master in a group, with the place of each band: those of a window are found without looking at all. */
public final class PlacedBands {
    /** How many masters there are. */
    public enum Masters {
        ONE,
        NONE,
        TWO,
        /** Something is missing in a journal, or the clocks cannot be told apart so finely. */
        UNKNOWN
    }

    private final ClusterHistory history;
    private final Mastership mastership;
    /** In microseconds since 1970, in their order: each band ends where the next one begins, or after it. */
    private final long[] begins;

    private final long[] ends;

    PlacedBands(ClusterHistory history, Mastership mastership) {
        this.history = history;
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

    /** All of them, oldest first. */
    public List<Band> all() {
        return mastership.bands();
    }

    /** How many masters there are in a band. */
    public Masters masters(Band band) {
        if (band.two()) {
            var least = history.between(band.from(), band.to()).least();
            return least == null || least > 0 ? Masters.TWO : Masters.UNKNOWN;
        }
        return !band.none() ? Masters.ONE : band.unknown().isEmpty() ? Masters.NONE : Masters.UNKNOWN;
    }

    /**
     * Whether none is master in a band, where journals are followed while they are written: whoever has recorded nothing
     * since, and does not live, is none.
     */
    public boolean none(Band band, Predicate<String> lives) {
        return band.none() && band.unknown().stream().allMatch(node -> isOver(node, band) && !lives.test(node));
    }

    /** Who is master now, where journals are followed while they are written: whoever lives is what it was last. */
    public Set<String> now(Predicate<String> lives) {
        var masters = new TreeSet<String>();
        var looked = new HashSet<String>();
        // a router without a journal lives up to the last band that took any time
        boolean last = true;
        for (var band : all().reversed()) {
            for (var router : band.masters()) {
                boolean now = history.nodes().contains(router) ? lives.test(router) : last;
                if (looked.add(router) && now) {
                    masters.add(router);
                }
            }
            looked.addAll(band.running());
            last &= history.place(band.to()) == history.place(band.from());
        }
        return masters;
    }

    private boolean isOver(String node, Band band) {
        var facts = history.facts(node);
        return facts.isEmpty() || history.place(facts.getLast().stamp()) <= history.place(band.from());
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
