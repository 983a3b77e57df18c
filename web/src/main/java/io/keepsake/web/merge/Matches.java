package io.keepsake.web.merge;

import io.keepsake.web.index.RunIndex;
import io.keepsake.web.index.Series;
import io.keepsake.web.merge.ClockBounds.Bound;
import io.keepsake.web.merge.ClockBounds.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which advert of one node is which of another. The distance between the two clocks that lets most first adverts of a
 * silence meet is taken for true, of equals the smallest; the adverts after a pair of first ones are paired by the distance
 * that these have. A pair that could be another is none.
 */
final class Matches {
    private static final long FAR_MICROS = 600_000_000;
    private static final long AFTER_MICROS = 60_000_000;

    private final List<Mark> sent;
    private final List<Mark> heard;

    private Matches(List<Mark> sent, List<Mark> heard) {
        this.sent = sent;
        this.heard = heard;
    }

    /** A bound from each first advert that was matched. */
    static List<Bound> of(List<Mark> sent, List<Mark> heard) {
        return new Matches(sent, heard).bounds();
    }

    private List<Bound> bounds() {
        var bounds = new ArrayList<Bound>();
        var distance = distance();
        if (distance != null) {
            for (var arrival : heard) {
                var send = sender(arrival, distance);
                if (send != null) {
                    bounds.add(refine(send, arrival));
                }
            }
        }
        return bounds;
    }

    /** The distance of clocks for which most arrivals have a send. */
    private @Nullable Long distance() {
        Long best = null;
        long most = 0;
        for (long distance : distances()) {
            long met = heard.stream().filter(a -> sender(a, distance) != null).count();
            if (met > most) {
                most = met;
                best = distance;
            }
        }
        return best;
    }

    private List<Long> distances() {
        return heard.stream()
                .flatMap(a -> sent.stream().filter(s -> same(s, a)).map(s -> a.wall() - s.wall()))
                .filter(d -> Math.abs(d) < FAR_MICROS)
                .sorted(Comparator.comparingLong(Math::abs))
                .toList();
    }

    private static boolean same(Mark send, Mark arrival) {
        return send.beginning().source().equals(arrival.beginning().source());
    }

    /** The send nearest to where this distance puts the one that arrived, if there is one within half an interval. */
    private @Nullable Mark sender(Mark arrival, long distance) {
        Mark nearest = null;
        long best = arrival.beginning().interval() / 2;
        for (var send : sent) {
            long off = Math.abs(arrival.wall() - send.wall() - distance);
            if (off < best && same(send, arrival)) {
                best = off;
                nearest = send;
            }
        }
        return nearest;
    }

    /** The tightest of the two first adverts and those that follow them. */
    private static Bound refine(Mark sent, Mark arrival) {
        long first = arrival.wall() - sent.wall();
        long near = sent.beginning().interval() / 2;
        long most = first;
        int adverts = 1;
        var sends = new TreeMap<Long, Integer>();
        after(sent).forEach(e -> sends.put(sent.run().wallOf(e.micros()), priority(e)));
        for (var entry : after(arrival)) {
            long at = arrival.run().wallOf(entry.micros());
            var candidates = sends.subMap(at - first - near, true, at - first + near, true);
            boolean one = candidates.size() == 1 && candidates.firstEntry().getValue() == priority(entry);
            if (one) {
                most = Math.min(most, at - candidates.firstKey());
                adverts++;
            }
        }
        return new Bound(arrival.wall(), most, adverts);
    }

    private static int priority(Series.Entry entry) {
        return RunIndex.priority(entry.code());
    }

    private static List<Series.Entry> after(Mark mark) {
        var series = mark.run().lane(mark.beginning().lane());
        long from = mark.beginning().micros() + 1;
        return series == null
                ? List.of()
                : series.entries(from, from + AFTER_MICROS).stream()
                        .filter(e -> mark.run()
                                .source(e.code())
                                .equals(mark.beginning().source()))
                        .toList();
    }
}
