package io.keepsake.history.cluster;

import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.Incident.Kind;
import io.keepsake.history.explain.OthersHand;
import io.keepsake.history.explain.OthersHand.Forward;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Finds the incidents in a history. */
public final class Incidents {
    /** For so long a process is hardly ever kept waiting: somebody stopped it, or its machine. */
    private static final long STANDSTILL_NANOS = 1_000_000_000L;

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private static final long STALL_NANOS = 50 * MILLI;
    /** Stalls that are no further apart are one trouble. */
    private static final long STALLS_APART_NANOS = 10 * SECOND;

    /** Why a router with another configuration, or another cluster's, is not heard. */
    private static final Set<DiscardReason> DIFFERENT = EnumSet.of(
            DiscardReason.INTERVAL_MISMATCH,
            DiscardReason.VERSION_MISMATCH,
            DiscardReason.NOT_A_PEER,
            DiscardReason.PEER_TTL,
            DiscardReason.OWN_ADDRESS,
            DiscardReason.ADDRESS_LIST);

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
        found.addAll(ServerIncidents.of(history, node));
        found.addAll(IpvsIncidents.of(history, node));
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
                case Fact.Discarded d
                when DIFFERENT.contains(d.reason()) ->
                    add(
                            Kind.REJECTED,
                            node,
                            d.first(),
                            d.last(),
                            List.of(node),
                            node + " did not count " + d.count() + " adverts of " + history.router(d.source()) + " for "
                                    + d.instance() + ": " + d.reason() + ", " + d.detail(),
                            List.of(d.first(), d.last()));
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
                            OthersHand.onWallClock(" of " + node, s.nanos(), forward(node, s)),
                            List.of(at));
                default -> {}
            }
        }
    }

    private Forward forward(String node, Fact.Stepped step) {
        return history.each(node, Fact.ClockJumped.class)
                .filter(jump -> jump.stamp().equals(step.stamp()))
                .map(history::forward)
                .findFirst()
                .orElse(Forward.EITHER);
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
        var together = new ArrayList<Fact.Stalled>();
        history.each(node, Fact.Stalled.class)
                .filter(s -> s.nanos() >= STALL_NANOS)
                .forEach(stall -> {
                    if (!together.isEmpty()
                            && !follows(together.getLast().stamp(), stall.stamp(), STALLS_APART_NANOS)) {
                        told(node, together);
                        together.clear();
                    }
                    together.add(stall);
                });
        told(node, together);
    }

    private static boolean follows(Stamp first, Stamp second, long within) {
        return second.clock().equals(first.clock()) && second.moment() - first.moment() <= within;
    }

    private void told(String node, List<Fact.Stalled> stalls) {
        if (stalls.isEmpty()) {
            return;
        }
        var first = stalls.getFirst();
        var last = stalls.getLast();
        var longest = Collections.max(stalls, Comparator.comparingLong(Fact.Stalled::nanos));
        boolean counted = stalls.stream().allMatch(Fact.Stalled::isCounted);
        boolean starved =
                counted && stalls.stream().filter(Fact.Stalled::wantedCpu).count() * 2 > stalls.size();
        var text = stalls.size() == 1
                ? "the director of " + node + " stood still for " + Spans.print(first.nanos())
                        + (counted ? ": " + first.reason() : "")
                : "the director of " + node + " was late " + stalls.size() + " times, by "
                        + Spans.print(longest.nanos()) + " at most: " + slow(counted, starved, longest);
        // of many short ones the length is that of the trouble, of one that is long its own
        boolean late = stalls.size() > 1 && longest.nanos() < STANDSTILL_NANOS;
        var begun = late ? first : longest;
        var ended = late ? last : longest;
        add(
                late ? Kind.LATE : Kind.STALLED,
                node,
                begun.stamp().at(begun.stamp().moment() - begun.nanos()),
                ended.stamp(),
                List.of(node),
                text,
                List.of(first.stamp(), last.stamp()));
    }

    private static String slow(boolean counted, boolean starved, Fact.Stalled longest) {
        if (counted) {
            return starved ? "it got too little CPU: others ran while it wanted one" : longest.reason();
        }
        return "it " + (longest.nanos() < STANDSTILL_NANOS ? "" : "stood still, or ") + "got too little CPU";
    }
}
