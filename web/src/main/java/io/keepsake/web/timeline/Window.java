package io.keepsake.web.timeline;

import io.keepsake.web.budget.Budget;
import io.keepsake.web.index.Lane;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.index.RunIndex;
import io.keepsake.web.index.Series;
import io.keepsake.web.merge.Findings;
import io.keepsake.web.merge.Merge;
import io.keepsake.web.merge.Places;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * A window with its quiet stretches: long ones, in which nothing comes but adverts and results of checks. A page may draw
 * each as a narrow strip, so what is between them is told the more finely.
 *
 * @param quiet in the order of time
 */
record Window(View view, List<Fold> quiet) {
    /** A quiet stretch, in microseconds since 1970. */
    record Fold(long from, long to) {
        long length() {
            return to - from;
        }
    }

    /** A quiet stretch is a tenth of the window at least. */
    private static final int TENTH = 10;

    /** What came before and after it is not cut off at once. */
    private static final long BESIDE_MICROS = 5_000_000;

    private static final int CELLS = 4_000;

    /** As finely as it was asked for, quiet or not. */
    static Window whole(View view) {
        return new Window(view, List.of());
    }

    static Window of(Merge merge, Map<NodeIndex, List<Lane>> lanes, Findings findings, View view, Budget budget) {
        var busy = new Busy(view);
        lanes.forEach((node, all) -> {
            var places = merge.places(node.name());
            node.each(run -> busy.run(run, places));
            for (var lane : all) {
                budget.step();
                if (tells(lane.kind())) {
                    node.each(run -> busy.lane(run, lane, places));
                }
            }
        });
        for (var incident : findings.incidents()) {
            busy.mark(findings.place(incident.from()));
            busy.mark(findings.place(incident.to()));
        }
        return new Window(view, busy.folds());
    }

    /** Adverts and checks come all the time; what they lead to is a decision. */
    private static boolean tells(Lane.Kind kind) {
        return switch (kind) {
            case HEARD, SENT, CHECK -> false;
            case ROLE, ADDRESS, NOTE, QUORUM, SERVER, IPVS, LINK, PROCESS -> true;
        };
    }

    /** Microseconds that one place stands for outside of the quiet stretches. */
    long bucket() {
        double whole = (double) view.to() - view.from();
        double left = whole - quiet.stream().mapToLong(Fold::length).sum();
        return Math.max(1, (long) (view.bucket() * left / whole));
    }

    /** What is between the quiet stretches, and they, in the order of time, each as finely as it is told. */
    List<View> parts() {
        var parts = new ArrayList<View>();
        long at = view.from();
        for (var fold : quiet) {
            part(parts, at, fold.from(), bucket());
            part(parts, fold.from(), fold.to(), view.bucket());
            at = fold.to();
        }
        part(parts, at, view.to(), bucket());
        return parts;
    }

    private static void part(List<View> parts, long from, long to, long bucket) {
        if (to > from) {
            parts.add(new View(from, to, bucket));
        }
    }

    /** In which parts of the window something comes. */
    private static final class Busy {
        private final BitSet cells = new BitSet();
        private final View view;
        private final long cell;
        private final int count;

        Busy(View view) {
            this.view = view;
            cell = Math.max(1, (view.to() - view.from()) / CELLS);
            count = (int) ((view.to() - view.from()) / cell) + 1;
        }

        void mark(long at) {
            mark(at, at);
        }

        private void mark(long first, long last) {
            if (last >= view.from() && first <= view.to()) {
                cells.set(cell(Math.max(first, view.from())), cell(Math.min(last, view.to())) + 1);
            }
        }

        private int cell(long at) {
            return (int) ((at - view.from()) / cell);
        }

        void run(RunIndex run, Places places) {
            if (run.first() >= 0) {
                mark(places.of(run, run.first()));
                mark(places.of(run, run.last()));
            }
            for (var stretches : List.of(run.stalls(), run.holes())) {
                for (var stretch : stretches) {
                    mark(places.of(run, stretch.from()));
                    mark(places.of(run, stretch.to()));
                }
            }
        }

        void lane(RunIndex run, Lane lane, Places places) {
            var series = run.lane(lane);
            if (series == null || run.first() < 0) {
                return;
            }
            long from = places.momentOf(run, view.from());
            series.scan(from, places.momentOf(run, view.to()), cell, new Series.Visitor() {
                @Override
                public void point(long micros, long index, int code) {
                    mark(places.of(run, micros));
                }

                @Override
                public void points(long first, long last, long firstIndex, int number, long codes) {
                    mark(places.of(run, first), places.of(run, last));
                }
            });
        }

        /** Where nothing comes at all there is nothing to be told the more finely. */
        List<Fold> folds() {
            var folds = new ArrayList<Fold>();
            for (int begin = cells.nextClearBit(0); begin < count && !cells.isEmpty(); ) {
                int next = cells.nextSetBit(begin);
                int end = next < 0 ? count : next;
                long from = view.from() + begin * cell + (begin == 0 ? 0 : BESIDE_MICROS);
                long to = Math.min(view.to(), view.from() + end * cell - (end == count ? 0 : BESIDE_MICROS));
                if (to - from >= (view.to() - view.from()) / TENTH && to > from) {
                    folds.add(new Fold(from, to));
                }
                begin = cells.nextClearBit(end);
            }
            return List.copyOf(folds);
        }
    }
}
