package io.keepsake.history.cluster;

import io.keepsake.history.cluster.RoleSpan.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the spans of all routers of a group side by side. */
final class Bands {
    private record Change(long place, Stamp stamp, String router, State state) {}

    private Bands() {}

    /** The bands from the first record to the last, oldest first; neighbours differ. */
    static List<Band> of(ClusterHistory history, Map<String, List<RoleSpan>> spans) {
        var changes = new ArrayList<Change>();
        spans.forEach((router, all) -> {
            for (int i = 0; i < all.size(); i++) {
                var span = all.get(i);
                changes.add(new Change(history.place(span.from()), span.from(), router, span.state()));
                var end = span.to();
                boolean followed = i + 1 < all.size()
                        && end != null
                        && all.get(i + 1).from().equals(end);
                if (end != null && !followed) {
                    // it was heard: a router without a journal is taken to be gone, a node's own record is missing
                    var after = history.nodes().contains(router) ? State.UNKNOWN : State.GONE;
                    changes.add(new Change(history.place(end), end, router, after));
                }
            }
        });
        changes.sort(Comparator.comparingLong(Change::place).thenComparing(c -> c.state() != State.MASTER));
        var states = new TreeMap<String, State>();
        var bands = new ArrayList<Band>();
        for (int i = 0; i < changes.size(); i++) {
            states.put(changes.get(i).router(), changes.get(i).state());
            var next = i + 1 < changes.size() ? changes.get(i + 1).stamp() : last(history);
            add(bands, band(changes.get(i).stamp(), next, states));
        }
        return bands;
    }

    private static Stamp last(ClusterHistory history) {
        return history.each(Fact.Ended.class)
                .map(Fact.Ended::stamp)
                .max(Comparator.comparingLong(history::place))
                .orElseThrow();
    }

    private static Band band(Stamp from, Stamp to, Map<String, State> states) {
        var masters = new ArrayList<String>();
        var unknown = new ArrayList<String>();
        var running = new ArrayList<String>();
        states.forEach((router, state) -> {
            switch (state) {
                case MASTER -> {
                    masters.add(router);
                    running.add(router);
                }
                case OTHER -> running.add(router);
                case UNKNOWN -> unknown.add(router);
                case GONE -> {}
            }
        });
        return new Band(from, to, masters, unknown, running);
    }

    private static void add(List<Band> bands, Band band) {
        var last = bands.isEmpty() ? null : bands.getLast();
        if (last != null
                && last.masters().equals(band.masters())
                && last.unknown().equals(band.unknown())
                && last.running().equals(band.running())) {
            bands.set(
                    bands.size() - 1, new Band(last.from(), band.to(), band.masters(), band.unknown(), band.running()));
        } else {
            bands.add(band);
        }
    }
}
