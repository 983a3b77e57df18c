package io.keepsake.web.merge;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.Fact;
import io.keepsake.history.cluster.Group;
import io.keepsake.history.cluster.Incident;
import io.keepsake.history.cluster.Incidents;
import io.keepsake.history.cluster.Mastership;
import io.keepsake.history.cluster.Stamp;
import io.keepsake.history.cluster.Verdict;
import io.keepsake.history.cluster.Verdicts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What journals tell together, as {@code replay incidents} and {@code replay verdicts} do.
 *
 * @param history null when nothing can be told
 * @param incidents in the order of their beginnings
 * @param verdicts in the order of time
 * @param problem why not all of it is told; null when all is
 * @param behind whether more was read since: who asks again in a moment hears of it
 */
public record Findings(
        @Nullable ClusterHistory history,
        List<PlacedBands> masters,
        List<Incident> incidents,
        List<Verdict> verdicts,
        @Nullable String problem,
        boolean behind) {
    private static final long MICRO = 1_000;

    static Findings of(ClusterHistory history, @Nullable String problem) {
        var masters = Mastership.of(history).stream()
                .map(m -> new PlacedBands(history, m))
                .toList();
        return new Findings(history, masters, Incidents.of(history), Verdicts.of(history), problem, false);
    }

    /** A history whose places are asked for, and nothing else of it. */
    public static Findings of(ClusterHistory history) {
        return new Findings(history, List.of(), List.of(), List.of(), null, false);
    }

    static Findings nothing(String problem) {
        return new Findings(null, List.of(), List.of(), List.of(), problem, false);
    }

    Findings asBehind() {
        return new Findings(history, masters, incidents, verdicts, problem, true);
    }

    /** Where it lies on the common clock, in microseconds since 1970. */
    public long place(Stamp stamp) {
        return history == null ? 0 : micros(history, stamp);
    }

    static long micros(ClusterHistory history, Stamp stamp) {
        return Math.floorDiv(history.place(stamp), MICRO);
    }

    /** Whether any of the time from one to the other lies in a window of the common clock. */
    public boolean touches(Stamp first, Stamp last, long from, long to) {
        return place(last) >= from && place(first) <= to;
    }

    /**
     * Why nobody can say whether two nodes of a group were masters at once in a window in which no two are known to have
     * been; null when the journals that are here tell it.
     */
    public @Nullable String doubt(Group of, long from, long to) {
        var all = history;
        var nodes = of.members().stream().map(m -> m.node()).distinct().toList();
        if (all == null) {
            return problem;
        }
        if (nodes.size() < 2) {
            return "only the journal of " + nodes.getFirst() + " is here";
        }
        for (var node : nodes) {
            var clocks = all.clocks().of(node);
            var facts = all.facts(node);
            boolean hole =
                    facts.stream().anyMatch(f -> f instanceof Fact.Hole && touches(f.stamp(), f.stamp(), from, to));
            if (hole || clocks.isEmpty()) {
                return "a part of the journal of " + node + " is missing";
            }
            var last = facts.getLast().stamp();
            boolean first = node.equals(all.nodes().getFirst());
            if (!first
                    && all.clocks().notBefore(last.clock(), last.moment()) == null
                    && all.clocks().notAfter(last.clock(), last.moment()) == null) {
                return "nothing bounds the clock of " + node;
            }
        }
        return null;
    }
}
