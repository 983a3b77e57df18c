package io.keepsake.history.cluster;

import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.event.Decision.BecameStopped;
import io.keepsake.core.event.Decision.TrackedScriptFailed;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.Why;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.InstanceName;
import io.keepsake.history.cluster.Verdict.Confidence;
import io.keepsake.history.cluster.Verdict.Evidence;
import io.keepsake.history.cluster.Verdict.Reason;
import io.keepsake.history.cluster.Verdict.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The verdict on a takeover while it is made: what was found so far, and the words for it. */
final class VerdictDraft {
    private final ClusterHistory history;
    private final Group group;
    private final Fact.Moved moved;
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<String> against = new ArrayList<>();
    private final List<String> collect = new ArrayList<>();
    private String tookOver;

    VerdictDraft(ClusterHistory history, Group group, Fact.Moved moved) {
        this.history = history;
        this.group = group;
        this.moved = moved;
        tookOver = moved.stamp().node() + " took over";
    }

    /** How the claim ends: that the node took over. */
    String tookOver() {
        return tookOver;
    }

    /** What is to be said of it beside that. */
    void tookOver(String how) {
        tookOver += how;
    }

    /** The node that took over. */
    String node() {
        return moved.stamp().node();
    }

    InstanceName instance() {
        return moved.instance();
    }

    /** When it took over. */
    Stamp at() {
        return moved.stamp();
    }

    ClusterHistory history() {
        return history;
    }

    Group group() {
        return group;
    }

    Verdict is(Rule rule, Reason reason, Confidence confidence, String claim) {
        return new Verdict(at(), group.title(), rule, reason, claim, evidence, against, confidence, collect);
    }

    void shows(Stamp stamp, String text) {
        evidence.add(new Evidence(stamp, text));
    }

    /** What stands beside it. */
    void beside(String text) {
        against.add(text);
    }

    /** What would tell more. */
    void collect(String what) {
        collect.add(what);
    }

    /** Whether this was stamped by the clock of the takeover, and not after it. */
    boolean before(Stamp stamp) {
        return stamp.clock().equals(at().clock()) && stamp.moment() <= at().moment();
    }

    /** A master that stopped being one by its own decision. */
    Verdict because(Fact.Moved left, String who) {
        var decision = left.decision();
        if (decision != null) {
            shows(left.stamp(), EventText.print(decision));
        }
        Event told = left.told();
        if (decision instanceof BecameFault fault) {
            return is(
                    Rule.FAULT_OF_MASTER,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    who + " went to FAULT: " + faults(left.stamp(), fault.reasons(), told) + "; " + tookOver());
        }
        if (told instanceof StopRequested stop) {
            return is(
                    Rule.CLEAN_STOP,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    who + " was stopped (" + stop.by() + ") and said goodbye; " + tookOver());
        }
        if (told instanceof HandoverRequested asked) {
            return is(
                    Rule.RELOAD,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    who + " handed the instance over before a " + asked.by() + " took it away; " + tookOver());
        }
        if (decision instanceof BecameStopped stopped) {
            var read = new Configurations(history, group).readAt(left.stamp());
            return is(
                    Rule.RELOAD,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    (read.isEmpty() ? who + " gave up the instance" : read + " and gave up the instance as it was")
                            + " ("
                            + EventText.print(stopped).replaceFirst("^.*why=", "") + "); " + tookOver());
        }
        if (decision instanceof BecameBackup b && b.why() instanceof Why.Demoted d) {
            return is(
                    Rule.CLEAN_STOP,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    who + (d.hold().kind() == Hold.Kind.HOLD ? " was put on hold by " : " was demoted by ")
                            + d.hold().by() + " (" + d.hold().reason() + ") and said goodbye; "
                            + tookOver());
        }
        if (decision instanceof BecameBackup) {
            return is(
                    Rule.CLEAN_STOP,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    who + " stepped down (" + EventText.print(decision).replaceFirst("^\\S+ ", "") + "); "
                            + tookOver());
        }
        return is(Rule.CLEAN_STOP, Reason.MASTER_NOT_RESPONDING, Confidence.LIKELY, who + " resigned");
    }

    /** How a script failed at that moment, in words; empty when none did. */
    private String script(Stamp at) {
        return history.each(at.node(), Fact.Decided.class)
                .filter(d -> d.stamp().run() == at.run() && d.stamp().moment() == at.moment())
                .filter(d -> d.decision() instanceof TrackedScriptFailed)
                .findFirst()
                .map(d -> ((TrackedScriptFailed) d.decision()).detail())
                .map(detail -> " (" + detail + ")")
                .orElse("");
    }

    private String faults(Stamp at, List<FaultCause> reasons, @Nullable Event told) {
        var how = told instanceof LinkGone
                ? " (the interface was deleted, renamed or moved away, not unplugged)"
                : told instanceof LinkSeen(var link)
                        ? link.up() ? link.running() ? "" : " (it lost its carrier)" : " (it was set down)"
                        : script(at);
        return reasons.stream().map(FaultCause::toString).collect(Collectors.joining(", ")) + how;
    }
}
