package io.keepsake.web.merge;

import io.keepsake.web.index.Lane;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.index.RunIndex;
import io.keepsake.web.index.RunIndex.Beginning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the clocks of nodes may be apart, from adverts that one recorded when it sent them and another when they
 * arrived: none arrives before it is sent. Each such pair is an upper bound of clock(receiver) - clock(sender); adverts
 * both ways bound it on both sides, and bounds add up along a chain of nodes.
 *
 * <p>Which advert is which: a first advert after a silence can be told from all others; the ones after it are matched by
 * the distance that these have. When the first one was lost the bound is too wide, never wrong.
 */
final class ClockBounds {
    /** Clocks of two machines may drift so much apart in a microsecond. */
    private static final double DRIFT = 50e-6;

    private static final long FAR_MICROS = 600_000_000;
    private static final long AFTER_MICROS = 60_000_000;
    private static final int BEGINNINGS_MAX = 100;

    /** clock(receiver) - clock(sender) is {@code most} at most, as known at {@code wall} from {@code adverts} adverts. */
    record Bound(long wall, long most, int adverts) {}

    private record Mark(long wall, String instance, Object source, long interval, RunIndex run, Beginning beginning) {}

    private ClockBounds() {}

    /** The bound that the adverts of {@code sender} set at {@code receiver}; null when none was matched. */
    static @Nullable Bound between(NodeIndex sender, NodeIndex receiver) {
        return sender.read(sent -> receiver.read(heard -> between(sent, heard)));
    }

    private static @Nullable Bound between(List<RunIndex> sender, List<RunIndex> receiver) {
        var sent = marks(sender, Lane.Kind.SENT);
        var heard = marks(receiver, Lane.Kind.HEARD);
        var bounds = new ArrayList<Bound>();
        for (var arrival : heard) {
            sent.stream()
                    .filter(s -> s.source().equals(arrival.source()))
                    .filter(s -> Math.abs(s.wall() - arrival.wall()) < FAR_MICROS)
                    .min(Comparator.comparingLong(s -> Math.abs(s.wall() - arrival.wall())))
                    .map(s -> refine(s, arrival))
                    .ifPresent(bounds::add);
        }
        return tightest(bounds);
    }

    private static List<Mark> marks(List<RunIndex> runs, Lane.Kind kind) {
        var marks = new ArrayList<Mark>();
        for (var run : runs) {
            for (var b : run.beginnings()) {
                if (b.lane().kind() == kind) {
                    marks.add(new Mark(
                            run.wallOf(b.micros()), b.lane().subject(), b.source(), b.interval(), run, b));
                }
            }
        }
        return marks.subList(Math.max(0, marks.size() - BEGINNINGS_MAX), marks.size());
    }

    /** The tightest of the two first adverts and those that follow them. */
    private static Bound refine(Mark sent, Mark arrival) {
        long first = arrival.wall() - sent.wall();
        long most = first;
        int adverts = 1;
        var sends = times(sent);
        for (long at : times(arrival).keySet()) {
            var send = sends.floorEntry(at - first + sent.interval() / 2);
            if (send != null && Math.abs(at - send.getKey() - first) < sent.interval() / 2) {
                most = Math.min(most, at - send.getKey());
                adverts++;
            }
        }
        return new Bound(arrival.wall(), most, adverts);
    }

    private static TreeMap<Long, Long> times(Mark mark) {
        var times = new TreeMap<Long, Long>();
        var series = mark.run().lane(mark.beginning().lane());
        if (series != null) {
            long from = mark.beginning().micros() + 1;
            series.entries(from, from + AFTER_MICROS).stream()
                    .filter(e -> mark.run().source(e.code()).equals(mark.source()))
                    .forEach(e -> times.put(mark.run().wallOf(e.micros()), e.index()));
        }
        return times;
    }

    /** As of the newest bound: older ones are widened by what clocks may have drifted since. */
    private static @Nullable Bound tightest(List<Bound> bounds) {
        long newest = bounds.stream().mapToLong(Bound::wall).max().orElse(0);
        return bounds.stream()
                .map(b -> new Bound(newest, b.most() + (long) ((newest - b.wall()) * DRIFT), b.adverts()))
                .min(Comparator.comparingLong(Bound::most))
                .map(best -> new Bound(
                        newest,
                        best.most(),
                        bounds.stream().mapToInt(Bound::adverts).sum()))
                .orElse(null);
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
