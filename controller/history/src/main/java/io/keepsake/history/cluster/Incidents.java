package io.keepsake.history.cluster;

import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.Incident.Kind;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the incidents in a history. */
public final class Incidents {
    /** For so long a process is hardly ever kept waiting: somebody stopped it, or its machine. */
    private static final long STANDSTILL_NANOS = 1_000_000_000L;

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private static final long STALL_NANOS = 50 * MILLI;
    /** Stalls that are no further apart are one trouble. */
    private static final long STALLS_APART_NANOS = 10 * SECOND;

    private final ClusterHistory history;
    private final List<Incident> found = new ArrayList<>();

    private Incidents(ClusterHistory history) {
        this.history = history;
    }

    /** All, in the order of their beginnings. */
    public static List<Incident> of(ClusterHistory history) {
        var incidents = new Incidents(history);
        Group.of(history).forEach(group -> incidents.found.addAll(GroupIncidents.of(history, group)));
        history.nodes().forEach(incidents::node);
        incidents.found.sort(Comparator.comparingLong((Incident i) -> history.place(i.from()))
                .thenComparing(Incident::kind));
        return List.copyOf(incidents.found);
    }

    private void add(
            Kind kind, String of, Stamp from, Stamp to, List<String> nodes, String text, List<Stamp> evidence) {
        found.add(new Incident(kind, of, from, to, history.between(from, to), nodes, text, evidence));
    }

    private void node(String node) {
        stalls(node);
        for (var fact : history.facts(node)) {
            var at = fact.stamp();
            switch (fact) {
                case Fact.Rejected r ->
                    add(
                            Kind.REJECTED,
                            node,
                            r.first(),
                            r.last(),
                            List.of(node),
                            node + " rejected " + r.count() + " packets of " + history.router(r.source()) + " for "
                                    + r.instance() + ": " + r.reason() + ", " + r.detail(),
                            List.of(r.first(), r.last()));
                case Fact.SendFailed s
                when !inFault(node, s) ->
                    add(
                            Kind.SEND_FAILED,
                            node,
                            s.first(),
                            s.last(),
                            List.of(node),
                            node + " could not send " + s.count() + " adverts of " + s.instance() + ": " + s.detail(),
                            List.of(s.first(), s.last()));
                case Fact.Ended e
                when e.how() == Fact.End.WITHOUT_A_WORD ->
                    add(
                            Kind.DIRECTOR_DIED,
                            node,
                            at,
                            at,
                            List.of(node),
                            "the record of run " + at.run() + " of " + node + " just ends: " + died(node, at),
                            List.of(at));
                case Fact.Hole h ->
                    add(Kind.RECORD_MISSING, node, at, at, List.of(node), node + ": " + h.what(), List.of(at));
                case Fact.Stepped s ->
                    add(
                            Kind.CLOCK_STEPPED,
                            node,
                            at,
                            at,
                            List.of(node),
                            "the wall clock of " + node + " was moved by " + Spans.print(s.nanos()),
                            List.of(at));
                case Fact.Drifted d ->
                    add(
                            Kind.IPVS_DRIFT,
                            node,
                            at,
                            at,
                            List.of(node),
                            node + ": " + EventText.print(d.event()),
                            List.of(at));
                default -> {}
            }
        }
    }

    /** Whether it follows from a fault of the instance, which says more. */
    private boolean inFault(String node, Fact.SendFailed failed) {
        return history.each(node, Fact.Moved.class)
                .anyMatch(m -> m.instance().equals(failed.instance())
                        && m.to() == Role.FAULT
                        && Math.abs(history.place(m.stamp()) - history.place(failed.first())) < SECOND);
    }

    /** What the run after it tells of how a run ended. */
    private String died(String node, Stamp end) {
        Fact.Began before = null;
        Fact.Began after = null;
        for (var began : history.each(node, Fact.Began.class).toList()) {
            if (began.stamp().run() == end.run()) {
                before = began;
            } else if (began.stamp().run() > end.run() && after == null) {
                after = began;
            }
        }
        if (before == null
                || after == null
                || before.boot().isEmpty()
                || after.boot().isEmpty()) {
            return "killed, or the machine lost power";
        }
        return before.boot().equals(after.boot())
                ? "the process was killed or crashed; the machine was not booted, and its addresses stayed"
                : "the machine was booted after it: power, a panic or a reset";
    }

    private void stalls(String node) {
        Fact.Stalled first = null;
        Fact.Stalled last = null;
        int count = 0;
        long longest = 0;
        var stalls = history.each(node, Fact.Stalled.class)
                .filter(s -> s.nanos() >= STALL_NANOS)
                .toList();
        for (var stall : stalls) {
            if (last != null && !follows(last.stamp(), stall.stamp(), STALLS_APART_NANOS)) {
                told(node, first, last, count, longest);
                first = null;
            }
            count = first == null ? 1 : count + 1;
            longest = first == null ? stall.nanos() : Math.max(longest, stall.nanos());
            first = first == null ? stall : first;
            last = stall;
        }
        told(node, first, last, count, longest);
    }

    private static boolean follows(Stamp first, Stamp second, long within) {
        return second.clock().equals(first.clock()) && second.moment() - first.moment() <= within;
    }

    private void told(String node, Fact.@Nullable Stalled first, Fact.@Nullable Stalled last, int count, long longest) {
        if (first == null || last == null) {
            return;
        }
        var text = count == 1
                ? "the director of " + node + " stood still for " + Spans.print(longest)
                : "the director of " + node + " was late " + count + " times, by " + Spans.print(longest)
                        + " at most: it "
                        + (longest < STANDSTILL_NANOS ? "" : "stood still, or ")
                        + "got too little CPU";
        add(
                Kind.STALLED,
                node,
                first.stamp().at(first.stamp().moment() - first.nanos()),
                last.stamp(),
                List.of(node),
                text,
                List.of(first.stamp(), last.stamp()));
    }
}
