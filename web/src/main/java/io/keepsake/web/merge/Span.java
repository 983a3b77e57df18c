package io.keepsake.web.merge;

import io.keepsake.web.index.Lane;
import io.keepsake.web.index.RunIndex;
import io.keepsake.web.index.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of time in which a lane of spans has one state; times in microseconds of the reference clock.
 *
 * @param to when it ended, or the last that is known of it
 * @param state the code of the lane; {@link Lane#UNKNOWN} when nothing is known
 * @param open whether it goes on as far as anyone knows
 */
public record Span(long from, long to, int state, long run, long index, boolean open) {
    /** Of a lane that changed more often within a window only the last changes are told one by one. */
    private static final int CHANGES_MAX = 20_000;

    private static final int CHUNK = 256;

    /**
     * The spans of a lane that touch a window.
     *
     * @param places of the node
     * @param alive a run whose last turn is before this is over, though nobody stopped it
     */
    public static List<Span> of(List<RunIndex> runs, Lane lane, Places places, long from, long to, long alive) {
        var parts = new ArrayList<List<Span>>();
        int left = CHANGES_MAX;
        for (var run : runs.reversed()) {
            var series = run.lane(lane);
            if (series != null && places.of(run, run.first()) <= to && places.of(run, run.last()) >= from) {
                boolean last = run == runs.getLast() && places.of(run, run.last()) >= alive;
                var part = spans(run, series, places, from, to, last, left / CHUNK);
                left = Math.max(0, left - part.size());
                parts.add(part);
            }
        }
        return parts.reversed().stream().flatMap(List::stream).toList();
    }

    private static List<Span> spans(
            RunIndex run, Series series, Places places, long from, long to, boolean last, int chunks) {
        long begin = places.momentOf(run, from);
        long end = places.momentOf(run, to);
        var before = series.lastAt(begin, new Series.Entry(Long.MIN_VALUE, 0, Lane.UNKNOWN));
        var entries = new ArrayList<Series.Entry>();
        if (before.micros() != Long.MIN_VALUE) {
            entries.add(before);
        }
        entries.addAll(series.changes(begin + 1, end, chunks));
        var spans = new ArrayList<Span>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            boolean open = i + 1 == entries.size();
            long until = open ? run.last() : entries.get(i + 1).micros();
            spans.add(new Span(
                    places.of(run, entry.micros()),
                    places.of(run, Math.max(until, entry.micros())),
                    entry.code(),
                    run.run(),
                    entry.index(),
                    open && last && run.last() <= end));
        }
        return spans;
    }

    /** Whether it and the window have a moment in common. */
    public boolean touches(long from, long to) {
        return this.to >= from && this.from <= to;
    }
}
