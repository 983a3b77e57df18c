package io.keepsake.web.merge;

import io.keepsake.web.index.Lane;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.index.RunIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the clocks of nodes may be apart, from adverts that one recorded when it sent them and another when they
 * arrived: none arrives before it is sent. Each such pair is an upper bound of clock(receiver) - clock(sender); adverts
 * both ways bound it on both sides, and bounds add up along a chain of nodes.
 *
 * <p>Which advert is which: {@link Matches} finds it from first adverts after a silence. When the first one was lost the
 * bound is too wide, never wrong.
 */
final class ClockBounds {
    /** Clocks of two machines may drift so much apart in a microsecond. */
    static final double DRIFT = 50e-6;

    private static final int BEGINNINGS_MAX = RunIndex.BEGINNINGS_MAX;

    /** clock(receiver) - clock(sender) is {@code most} at most, as known at {@code wall} from {@code adverts} adverts. */
    record Bound(long wall, long most, int adverts) {}

    /** A first advert after a silence, by the wall clock of who recorded it. */
    record Mark(long wall, RunIndex run, RunIndex.Beginning beginning) {}

    private ClockBounds() {}

    /** The bound that the adverts of {@code sender} set at {@code receiver}; null when none was matched. */
    static @Nullable Bound between(NodeIndex sender, NodeIndex receiver) {
        return sender.read(sent -> receiver.read(heard -> between(sent, heard))).orElse(null);
    }

    private static Optional<Bound> between(List<RunIndex> sender, List<RunIndex> receiver) {
        return tightest(Matches.of(marks(sender, Lane.Kind.SENT), marks(receiver, Lane.Kind.HEARD)));
    }

    private static List<Mark> marks(List<RunIndex> runs, Lane.Kind kind) {
        var marks = new ArrayList<Mark>();
        for (var run : runs.reversed()) {
            if (marks.size() >= BEGINNINGS_MAX) {
                break;
            }
            var last = new ArrayList<Mark>();
            run.beginnings(kind).forEach(b -> last.add(new Mark(run.wallOf(b.micros()), run, b)));
            marks.addAll(0, last);
        }
        return marks.subList(Math.max(0, marks.size() - BEGINNINGS_MAX), marks.size());
    }

    /** As of the newest bound: older ones are widened by what clocks may have drifted since. */
    private static Optional<Bound> tightest(List<Bound> bounds) {
        long newest = bounds.stream().mapToLong(Bound::wall).max().orElse(0);
        int adverts = bounds.stream().mapToInt(Bound::adverts).sum();
        return bounds.stream()
                .map(b -> b.most() + (long) ((newest - b.wall()) * DRIFT))
                .min(Comparator.naturalOrder())
                .map(most -> new Bound(newest, most, adverts));
    }

    /** Makes each bound as tight as the chains of others allow. */
    static void chain(Map<String, Map<String, Long>> most) {
        for (var middle : most.keySet()) {
            for (var from : most.keySet()) {
                for (var to : most.keySet()) {
                    var first = row(most, from).get(middle);
                    var second = row(most, middle).get(to);
                    if (first != null && second != null && !from.equals(to)) {
                        row(most, from).merge(to, first + second, Math::min);
                    }
                }
            }
        }
    }

    private static Map<String, Long> row(Map<String, Map<String, Long>> most, String from) {
        return most.computeIfAbsent(from, _ -> new TreeMap<>());
    }
}
