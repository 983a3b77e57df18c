package io.keepsake.history.cluster;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Why;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.Incident.Kind;
import io.keepsake.history.cluster.Verdict.Confidence;
import io.keepsake.history.cluster.Verdict.Evidence;
import io.keepsake.history.cluster.Verdict.Reason;
import io.keepsake.history.cluster.Verdict.Rule;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

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
        for (var group : Group.of(history)) {
            var takeovers = new Takeovers(history, group);
            history.each(Fact.Moved.class)
                    .filter(m -> m.to() == Role.MASTER && group.has(m.stamp().node(), m.instance()))
                    .map(takeovers::of)
                    .forEach(all::add);
            history.each(Fact.Moved.class)
                    .filter(m -> m.from() == Role.MASTER && group.has(m.stamp().node(), m.instance()))
                    .forEach(m -> verdicts.yielded(group, m, all));
            Incidents.of(history).stream()
                    .filter(i -> i.kind() == Kind.TWO_MASTERS && i.of().equals(group.title()))
                    .map(i -> verdicts.split(group, i))
                    .forEach(all::add);
        }
        all.sort(Comparator.comparingLong((Verdict v) -> history.place(v.about()))
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
        history.each(Fact.Heard.class)
                .filter(h -> h.source().equals(winner) && group.has(h.stamp().node(), h.instance()))
                .forEach(h -> evidence.add(new Evidence(
                        h.first(),
                        h.stamp().node() + " heard " + h.count() + " adverts of it, priority " + h.priority()
                                + ", addresses " + h.addresses())));
        all.add(new Verdict(
                moved.stamp(),
                group.title(),
                Rule.YIELDED_TO_STRANGER,
                Reason.NONE,
                moved.stamp().node() + " yielded to " + winner
                        + ", which has no journal here: a router that is not of this cluster, or one whose journal is missing"
                        + " (a keepalived has none); whether it holds the address nobody here can tell",
                evidence,
                List.of(),
                Confidence.CERTAIN,
                List.of("the journal (or, of a keepalived, the log) of " + winner)));
    }

    /** What each of two masters heard of the other. */
    private Verdict split(Group group, Incident incident) {
        var evidence = new ArrayList<Evidence>();
        var against = new ArrayList<String>();
        var collect = new ArrayList<String>();
        long begin = history.place(incident.from());
        long end = history.place(incident.to());
        var without = incident.nodes().stream()
                .filter(n -> !history.nodes().contains(n))
                .toList();
        without.forEach(n -> collect.add("the journal (or, of a keepalived, the log) of " + n));
        var heard = new TreeSet<String>();
        var rejected = new TreeSet<String>();
        var reasons = new TreeSet<String>();
        for (var node : incident.nodes()) {
            history.each(node, Fact.Rejected.class)
                    .filter(r -> group.has(node, r.instance()))
                    .filter(r -> history.place(r.last()) >= begin && history.place(r.first()) <= end)
                    .forEach(r -> {
                        rejected.add(node);
                        reasons.add(r.reason() + ", " + r.detail());
                        evidence.add(new Evidence(
                                r.first(),
                                node + " rejected " + r.count() + " packets of " + name(r.source()) + ": " + r.reason()
                                        + ", " + r.detail()));
                    });
            history.each(node, Fact.Discarded.class)
                    .filter(d -> group.has(node, d.instance()) && d.reason() != DiscardReason.LOWER_PRIORITY)
                    .filter(d -> history.place(d.last()) >= begin && history.place(d.first()) <= end)
                    .forEach(d -> {
                        rejected.add(node);
                        reasons.add(d.reason() + ", " + d.detail());
                        evidence.add(new Evidence(
                                d.first(),
                                d.count() + " adverts of " + name(d.source()) + " did not count at " + node + ": "
                                        + d.reason() + ", " + d.detail()));
                    });
            history.each(node, Fact.Heard.class)
                    .filter(h -> group.has(node, h.instance()) && h.priority() > 0)
                    .filter(h -> history.place(h.last()) > begin + group.interval() / 2
                            && history.place(h.first()) < end - group.interval() / 2)
                    .filter(h -> incident.nodes().contains(name(h.source())))
                    .forEach(h -> {
                        heard.add(name(h.source()) + " at " + node);
                        evidence.add(new Evidence(
                                h.first(), node + " heard " + name(h.source()) + " (priority " + h.priority() + ")"));
                    });
            history.each(node, Fact.Stalled.class)
                    .filter(s -> history.place(s.stamp()) >= begin && history.place(s.stamp()) - s.nanos() <= end)
                    .filter(s -> s.nanos() > (end - begin) / 2)
                    .forEach(s -> evidence.add(new Evidence(
                            s.stamp(), node + " stood still for " + Spans.print(s.nanos()) + " and knew of nothing")));
        }
        history.each(Fact.Moved.class)
                .filter(m -> group.has(m.stamp().node(), m.instance()) && m.from() == Role.MASTER)
                .filter(m -> Math.abs(history.place(m.stamp()) - end) < 1_000_000 && m.decision() != null)
                .forEach(m -> evidence.add(new Evidence(m.stamp(), "it ended: " + EventText.print(m.decision()))));
        for (var node : incident.nodes()) {
            history.each(node, Fact.ClockJumped.class)
                    .filter(j -> j.nanos() > (end - begin) / 2
                            && history.place(j.before()) <= end
                            && history.place(j.stamp()) >= begin)
                    .forEach(j -> evidence.add(new Evidence(
                            j.stamp(),
                            "the machine of " + node + " stood still for about " + Spans.print(j.nanos())
                                    + ": its monotonic clock did, its wall clock did not")));
        }
        boolean stalled = evidence.stream().anyMatch(e -> e.text().contains("stood still"));
        var names = String.join(" and ", incident.nodes());
        var lasted = incident.length().text();
        Rule rule;
        String claim;
        var confidence = Confidence.CERTAIN;
        if (stalled) {
            rule = Rule.MASTER_STOOD_STILL;
            claim = "a master that stood still was still master when another had taken over";
        } else if (!rejected.isEmpty()) {
            rule = Rule.SPLIT_BY_BOTH_REJECTING;
            claim = String.join(" and ", rejected) + " did not accept what the other sent ("
                    + String.join("; ", reasons) + ")";
        } else if (heard.isEmpty() && without.isEmpty()) {
            rule = Rule.TWO_WAY_PARTITION;
            claim = "neither heard the other: the network was cut between them both ways";
        } else if (heard.size() == 1 && without.isEmpty()) {
            rule = Rule.ONE_WAY_LOSS;
            claim = "only one way was open: " + heard.first() + " was heard, not the reverse";
        } else if (!without.isEmpty()) {
            rule = Rule.ROGUE_ROUTER;
            confidence = Confidence.LIKELY;
            claim = String.join(", ", without) + " has no journal here and was heard as a master";
        } else {
            rule = Rule.CONFIGURATIONS_DIFFER;
            confidence = Confidence.LIKELY;
            claim = "each heard the other and stayed master";
        }
        return new Verdict(
                incident.from(),
                incident.of(),
                rule,
                Reason.NONE,
                "two masters for " + lasted + ", " + names + ": " + claim,
                evidence,
                against,
                confidence,
                collect);
    }

    private String name(io.keepsake.core.value.Ip source) {
        var node = history.sender(source);
        return node == null ? source.toString() : node;
    }
}
