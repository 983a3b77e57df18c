package io.keepsake.history.cluster;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Why;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.Incident.Kind;
import io.keepsake.history.cluster.Verdict.Confidence;
import io.keepsake.history.cluster.Verdict.Evidence;
import io.keepsake.history.cluster.Verdict.Reason;
import io.keepsake.history.cluster.Verdict.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rule catalogue over the facts of all nodes: why each takeover, and why two were master at once. */
public final class Verdicts {
    private final ClusterHistory history;

    private Verdicts(ClusterHistory history) {
        this.history = history;
    }

    /** One for each takeover, and one for each time of two masters, in the order of time. */
    public static List<Verdict> of(ClusterHistory history) {
        var verdicts = new Verdicts(history);
        var all = new ArrayList<Verdict>();
        var incidents = Incidents.of(history);
        for (var group : Group.of(history)) {
            history.each(Fact.Moved.class)
                    .filter(m -> m.to() == Role.MASTER && group.has(m.stamp().node(), m.instance()))
                    .map(m -> Takeover.of(history, group, m))
                    .forEach(all::add);
            history.each(Fact.Moved.class)
                    .filter(m -> m.from() == Role.MASTER && group.has(m.stamp().node(), m.instance()))
                    .forEach(m -> verdicts.yielded(group, m, all));
            incidents.stream()
                    .filter(i -> i.kind() == Kind.TWO_MASTERS && i.of().equals(group.title()))
                    .map(i -> Splits.of(history, group, i))
                    .forEach(all::add);
        }
        all.sort(Comparator.comparingLong((Verdict v) -> history.place(v.about()))
                .thenComparingLong(v -> v.about().index())
                .thenComparing(Verdict::rule));
        return List.copyOf(all);
    }

    /** To a router that no journal here is of. */
    private void yielded(Group group, Fact.Moved moved, List<Verdict> all) {
        if (!(moved.decision() instanceof Decision.BecameBackup(var _, var _, Why why))) {
            return;
        }
        var winner =
                switch (why) {
                    case Why.HigherPriorityHeard w -> w.source();
                    case Why.HigherAddressHeard w -> w.source();
                    default -> null;
                };
        if (winner == null || history.sender(winner) != null) {
            return;
        }
        var evidence = new ArrayList<>(List.of(new Evidence(moved.stamp(), EventText.print(moved.decision()))));
        var adverts = history.each(Fact.Heard.class)
                .filter(h -> h.source().equals(winner) && group.has(h.stamp().node(), h.instance()))
                .toList();
        boolean foreign = !adverts.isEmpty() && adverts.stream().allMatch(h -> group.isForeign(h.addresses()));
        adverts.forEach(h -> evidence.add(new Evidence(
                h.first(),
                h.stamp().node() + " heard " + h.count() + " adverts of it, priority " + h.priority() + ", addresses "
                        + h.addresses())));
        all.add(new Verdict(
                moved.stamp(),
                group.title(),
                Rule.YIELDED_TO_STRANGER,
                Reason.NONE,
                moved.stamp().node() + " yielded to " + winner
                        + (why instanceof Why.HigherPriorityHeard(var _, var theirs, var ours) && !foreign
                                ? " (priority " + theirs + ", ours is " + ours + "), "
                                : ", ")
                        + (foreign
                                ? "a router of another cluster with the same VRID: its adverts list "
                                        + adverts.getFirst().addresses() + ", and not " + List.copyOf(group.addresses())
                                        + ", which nobody had from then on"
                                : "which has no journal here: a router that is not of this cluster, or one whose journal is"
                                        + " missing (a keepalived has none); whether it holds the address nobody here can"
                                        + " tell"),
                evidence,
                List.of(),
                Confidence.CERTAIN,
                List.of(
                        foreign
                                ? "who runs " + winner + ": one of the two needs another virtual_router_id"
                                : "the journal (or, of a keepalived, the log) of " + winner)));
    }
}
