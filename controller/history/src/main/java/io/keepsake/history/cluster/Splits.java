package io.keepsake.history.cluster;

import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Why;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.Verdict.Confidence;
import io.keepsake.history.cluster.Verdict.Evidence;
import io.keepsake.history.cluster.Verdict.Reason;
import io.keepsake.history.cluster.Verdict.Rule;
import io.keepsake.history.explain.OthersHand.Forward;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Why two routers of a group were master at once: from what each of them heard of the other. */
final class Splits {
    private static final long SAME_MOMENT_NANOS = 1_000_000;

    private final ClusterHistory history;
    private final Group group;
    private final Incident incident;
    private final long begin;
    private final long end;

    private Splits(ClusterHistory history, Group group, Incident incident) {
        this.history = history;
        this.group = group;
        this.incident = incident;
        begin = history.place(incident.from());
        end = history.place(incident.to());
    }

    static Verdict of(ClusterHistory history, Group group, Incident incident) {
        return new Splits(history, group, incident).decide();
    }

    private Verdict decide() {
        var without = incident.nodes().stream()
                .filter(n -> !history.nodes().contains(n))
                .toList();
        var standstills = standstills();
        var refusals = refusals();
        var heard = heard();
        var apart = apart();
        Rule rule;
        String claim;
        var confidence = Confidence.CERTAIN;
        if (!standstills.isEmpty()) {
            rule = Rule.MASTER_STOOD_STILL;
            claim = "a master that stood still was still master when another had taken over";
        } else if (!refusals.isEmpty()) {
            rule = Rule.SPLIT_BY_BOTH_REJECTING;
            claim = said(refusals, Refusal::node, " and ") + " did not accept what the other sent ("
                    + said(refusals, Refusal::reason, "; ") + ")"
                    + new Configurations(history, group).changed(incident.nodes(), begin, begin);
        } else if (apart != null) {
            rule = Rule.CONFIGURATIONS_DIFFER;
            claim = apart.claim();
        } else if (!without.isEmpty()) {
            rule = Rule.ROGUE_ROUTER;
            confidence = Confidence.LIKELY;
            claim = String.join(", ", without) + " has no journal here and was heard as a master";
        } else if (heard.isEmpty()) {
            rule = Rule.TWO_WAY_PARTITION;
            claim = "neither heard the other: the network was cut between them both ways";
        } else if (heard.stream().map(h -> h.stamp().node()).distinct().count() == 1) {
            rule = Rule.ONE_WAY_LOSS;
            claim = "only one way was open: " + heard.getFirst().text() + ", not the reverse";
        } else {
            rule = Rule.CONFIGURATIONS_DIFFER;
            confidence = Confidence.LIKELY;
            claim = "each heard the other and stayed master";
        }
        var evidence = new ArrayList<>(standstills);
        refusals.forEach(r -> evidence.add(r.evidence()));
        evidence.addAll(heard);
        if (apart != null) {
            evidence.addAll(apart.evidence());
        }
        evidence.addAll(ends());
        return new Verdict(
                incident.from(),
                incident.of(),
                rule,
                Reason.NONE,
                "two masters for " + incident.length().text() + ", " + String.join(" and ", incident.nodes()) + ": "
                        + claim + outcome(),
                evidence,
                List.of(),
                confidence,
                without.stream()
                        .map(n -> "the journal (or, of a keepalived, the log) of " + n)
                        .toList());
    }

    private static String said(List<Refusal> refusals, Function<Refusal, String> what, String between) {
        return String.join(between, new TreeSet<>(refusals.stream().map(what).toList()));
    }

    private boolean touches(Stamp first, Stamp last) {
        return history.place(last) >= begin && history.place(first) <= end;
    }

    /** Pauses that cover most of the time, of a process or of a whole machine. */
    private List<Evidence> standstills() {
        var found = new ArrayList<Evidence>();
        for (var node : incident.nodes()) {
            history.each(node, Fact.Stalled.class)
                    .filter(s -> s.nanos() > (end - begin) / 2
                            && history.place(s.stamp()) >= begin
                            && history.place(s.stamp()) - s.nanos() <= end)
                    .map(s -> new Evidence(
                            s.stamp(), node + " stood still for " + Spans.print(s.nanos()) + " and knew of nothing"))
                    .forEach(found::add);
            history.each(node, Fact.ClockJumped.class)
                    .filter(j -> j.nanos() > (end - begin) / 2 && touches(j.before(), j.stamp()))
                    .filter(j -> history.forward(j) != Forward.SET)
                    .map(j -> new Evidence(
                            j.stamp(),
                            "the machine of " + node + " stood still for about " + Spans.print(j.nanos())
                                    + ": its monotonic clock did, its wall clock did not"))
                    .forEach(found::add);
        }
        return found;
    }

    private record Refusal(String node, String reason, Evidence evidence) {}

    /** What one of them heard and did not count. */
    private List<Refusal> refusals() {
        var found = new ArrayList<Refusal>();
        for (var node : incident.nodes()) {
            history.each(node, Fact.Rejected.class)
                    .filter(r -> group.has(node, r.instance()) && touches(r.first(), r.last()))
                    .map(r -> {
                        var reason = r.reason() + ", " + r.detail();
                        var text = node + " rejected " + r.count() + " packets of " + history.router(r.source());
                        return new Refusal(node, reason, new Evidence(r.first(), text + ": " + reason));
                    })
                    .forEach(found::add);
            history.each(node, Fact.Discarded.class)
                    .filter(d -> group.has(node, d.instance()) && d.reason() != DiscardReason.LOWER_PRIORITY)
                    .filter(d -> touches(d.first(), d.last()))
                    .map(d -> {
                        var reason = d.reason() + ", " + d.detail();
                        var text =
                                d.count() + " adverts of " + history.router(d.source()) + " did not count at " + node;
                        return new Refusal(node, reason, new Evidence(d.first(), text + ": " + reason));
                    })
                    .forEach(found::add);
        }
        return found;
    }

    /** Who heard whom, beside the advert with which it began or ended. */
    private List<Evidence> heard() {
        var found = new ArrayList<Evidence>();
        for (var node : incident.nodes()) {
            history.each(node, Fact.Heard.class)
                    .filter(h -> group.has(node, h.instance()) && h.priority() > 0)
                    .filter(h -> history.place(h.last()) > begin + group.interval() / 2
                            && history.place(h.first()) < end - group.interval() / 2)
                    .filter(h -> incident.nodes().contains(history.router(h.source())))
                    .map(h -> new Evidence(
                            h.first(),
                            node + " heard " + history.router(h.source()) + " (priority " + h.priority() + ")"))
                    .forEach(found::add);
        }
        return found;
    }

    /** Why the configurations of two of them could not fit; null when they do. */
    private Configurations.@Nullable Apart apart() {
        var configurations = new Configurations(history, group);
        for (var from : incident.nodes()) {
            for (var to : incident.nodes()) {
                var apart = from.equals(to) ? null : configurations.apart(from, to, incident.from());
                if (apart != null) {
                    return apart;
                }
            }
        }
        return null;
    }

    /** Who yielded where the priorities do not tell it. */
    private String outcome() {
        return history.each(Fact.Moved.class)
                .filter(m ->
                        group.has(m.stamp().node(), m.instance()) && m.stamp().equals(incident.to()))
                .map(m -> m.decision() instanceof BecameBackup b
                                && b.why() instanceof Why.HigherAddressHeard(Ip source, Ip ours, var priority)
                        ? "; then " + m.stamp().node() + " yielded, since " + history.router(source)
                                + " has the same priority, " + priority + ", and the higher address"
                        : "")
                .findFirst()
                .orElse("");
    }

    private List<Evidence> ends() {
        return history.each(Fact.Moved.class)
                .filter(m -> group.has(m.stamp().node(), m.instance()) && m.from() == Role.MASTER)
                .filter(m -> m.decision() != null && Math.abs(history.place(m.stamp()) - end) < SAME_MOMENT_NANOS)
                .map(m -> new Evidence(m.stamp(), "it ended: " + EventText.print(m.decision())))
                .toList();
    }
}
