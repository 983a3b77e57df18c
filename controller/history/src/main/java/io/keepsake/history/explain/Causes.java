package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.LinkChangeCounts;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.event.OperatorEvent.HoldRequested;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.Why;
import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.history.explain.AdvertLog.Heard;
import io.keepsake.history.explain.RecentFacts.Happening;
import io.keepsake.history.fold.Transition;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The causes of one transition in words, each with its evidence. */
final class Causes {
    private static final long STOPPED_NANOS = 100_000_000L;

    private final NodeHistory node;
    private final InstanceHistory history;
    private final Rejections rejections;
    private final DualMasters rivals;
    private final ScriptHistory scripts;
    private final Turn turn;
    private final List<String> lines = new ArrayList<>();
    private @Nullable Silence silence;

    Causes(
            NodeHistory node,
            InstanceHistory history,
            Rejections rejections,
            DualMasters rivals,
            ScriptHistory scripts,
            Turn turn) {
        this.node = node;
        this.history = history;
        this.rejections = rejections;
        this.rivals = rivals;
        this.scripts = scripts;
        this.turn = turn;
    }

    List<String> lines() {
        return lines;
    }

    /** What led to a takeover; null for other transitions. */
    @Nullable Silence silence() {
        return silence;
    }

    private String here() {
        return node.cite(turn.recorded().index());
    }

    private Event event() {
        return turn.recorded().event();
    }

    /** The link whose return has lasted for its delay, where that is what happened. */
    private String delayed() {
        for (var decision : turn.decisions()) {
            if (decision instanceof LinkChangeCounts(var link, var _, var told)) {
                return ", when " + link + " had been otherwise since " + node.cite(told)
                        + " for its interface_up_down_delays";
            }
        }
        return "";
    }

    Causes explain(Why why) {
        switch (why) {
            case Why.Started _ ->
                lines.add("  because it was configured (" + node.cite(node.configIndex())
                        + ") and nothing is wrong with its interface (kernel read at " + node.cite(node.kernelIndex())
                        + ")");
            case Why.FaultCleared _ ->
                lines.add("  because the last fault went: " + here() + " " + EventText.print(event()) + delayed());
            case Why.MasterDownExpired(var timer) -> {
                lines.add("  because " + origin(timer));
                silence = new Silence(node, history, rejections, timer, turn.recorded());
            }
            case Why.HigherPriorityHeard w -> {
                lines.add("  because the advert " + here() + " of " + w.source() + " has priority " + w.theirs()
                        + ", above ours, " + w.ours());
                lowered(w.theirs());
                yielded(w.source());
            }
            case Why.HigherAddressHeard w -> {
                lines.add("  because the advert " + here() + " of " + w.source() + " has our priority, " + w.both()
                        + ", and the higher address (ours is " + w.ours() + ")");
                yielded(w.source());
            }
            case Why.AddressLost(var address) ->
                lines.add("  because someone else took " + address.address() + " off " + address.link() + " (" + here()
                        + "); it elects again after the skew");
            case Why.RoutingLost(var what) ->
                lines.add("  because someone else took away the " + what + " (" + here()
                        + "); it elects again after the skew");
            case Why.TimerExpired(var lastAdvertAt, var due) ->
                lines.add(
                        "  because it woke " + Spans.print(turn.recorded().at().since(lastAdvertAt))
                                + " after its last advert (" + here() + "), "
                                + Spans.print(turn.recorded().at().since(due))
                                + " after a backup was to be master (timer_expired_backup)");
            case Why.Demoted(var hold) -> {
                boolean recalled = !(event() instanceof HoldRequested);
                lines.add("  because an operator asked for it" + (recalled ? " in an earlier run" : "") + " (" + here()
                        + "): " + Wishes.print(hold, node, turn));
            }
            case Why.GroupFollowed(var group, var member) -> followed(group, member);
            case Why.Stopped(var by) ->
                lines.add(
                        event() instanceof HandoverRequested
                                ? "  because a " + by + " is to take it away (" + here()
                                        + "), and waits until its successor is there"
                                : "  because a stop was asked for by " + by + " (" + here() + ")");
        }
        return this;
    }

    Causes explain(List<FaultCause> reasons) {
        lines.add("  because of " + FaultText.print(reasons, event(), scripts));
        lines.add("    told by " + here() + " " + EventText.print(event()));
        return this;
    }

    /** The member that moved is decided of in the same turn. */
    private void followed(String group, InstanceName member) {
        for (int i = 0; i < turn.decisions().size(); i++) {
            if (Transition.is(turn.decisions().get(i))
                    && turn.decisions().get(i) instanceof Decision.OfInstance d
                    && d.instance().equals(member)) {
                lines.add("  because the members of vrrp_sync_group " + group + " move together, and " + member
                        + " moved: " + node.cite(turn.decisionIndex(i)) + " " + EventText.print(d));
                return;
            }
        }
        lines.add("  because the members of vrrp_sync_group " + group + " move together, and " + member
                + " cannot be master: it follows another (" + here() + ")");
    }

    /** Ours was higher than theirs in this role, and something lowered it. */
    private void lowered(Priority theirs) {
        var moved = history.moved();
        if (moved != null && moved.from().compareTo(theirs) >= 0) {
            lines.add("    ours was " + moved.from() + " until " + node.cite(moved.index()) + ", because of "
                    + moved.because() + " it is " + moved.to());
        }
    }

    /** A master yielded to another: how long both were masters, as far as this node can know. */
    private void yielded(Ip other) {
        if (history.role() != Role.MASTER) {
            return;
        }
        long span = turn.recorded().at().since(history.roleSince());
        var mine = Spans.print(span) + (history.sinceKnown() ? "" : " at least");
        lines.add("    this node had been master " + history.since() + ", for " + mine);
        var stall = stall();
        if (stall != null) {
            lines.add("    this process had stood still before: " + stall.text()
                    + "; it sent nothing meanwhile, and backups" + " take over then");
        }
        var rival = rivals.since(history.name(), other);
        var refused = rejections.first(history.name(), other, history.roleSince());
        if (rival != null) {
            lines.add("  so: two masters: it was heard as one before, " + rival);
        } else if (refused != null) {
            lines.add("  so: two masters, it seems: its packets were rejected since "
                    + node.clock().time(refused.wall()) + " (" + node.cite(refused.index()) + ")");
        } else {
            lines.add("  so: " + firstHeard(other, mine, stall));
        }
    }

    /** The last pause of this process in this mastership, if it was long enough to be taken for dead. */
    private @Nullable Happening stall() {
        var now = turn.recorded().at();
        return event() instanceof AdvertReceived heard
                ? node.silencing(
                        history.roleSince(), now, heard.advert().interval().nanos())
                : null;
    }

    /** The winner was not heard before in this mastership. */
    private String firstHeard(Ip other, String mine, @Nullable Happening stall) {
        var before = history.lastOf(other);
        if (event() instanceof AdvertReceived heard
                && turn.recorded().at().since(history.roleSince()) <= heard.lateNanos()) {
            return "this advert had arrived before this node became master and was read after it: both were masters for "
                    + mine + " because this process was late";
        }
        if (stall != null) {
            return "two masters, it seems, for up to "
                    + Spans.print(turn.recorded().at().since(stall.from())) + ": " + other
                    + " became master while this process stood still; or it was master before, unheard: its journal tells";
        }
        if (history.advertsLost()) {
            return "cannot tell: what was heard of " + other
                    + " before may be in the part that is missing; it may have been"
                    + " master beside this node for as long as this one was: its journal tells";
        }
        var ids = before != null && event() instanceof AdvertReceived heard ? history.sentSince(before, heard) : null;
        if (before != null && ids != null && ids.kind().sent()) {
            return told(other, before, ids, mine);
        }
        if (before != null && before.priority() == 0) {
            return "an ordinary preemption: " + other + " had said goodbye (" + node.cite(before.index())
                    + "), came back, and this is its first advert since";
        }
        if (before != null && lowerThen(before)) {
            return "an ordinary preemption: " + other + " had yielded to this node with priority " + before.priority()
                    + " (" + node.cite(before.index()) + "), has a higher one now, and this is its first advert since";
        }
        if (before != null && ids != null) {
            return told(other, before, ids, mine);
        }
        var open = "it may have been master all the while and was not heard, which makes two masters for up to " + mine
                + ": its journal tells";
        return before == null
                ? "a preemption by " + other
                        + ", which was not heard before in this run; when it became master one node"
                        + " cannot tell: just before this advert, as an ordinary preemption; or " + open
                : "cannot tell: " + other + ", last heard at " + node.time(before) + " (" + node.cite(before.index())
                        + "), may have stopped and come back, which is an ordinary preemption; or " + open;
    }

    /** The identifications of the winner's adverts tell what it did while it was not heard. */
    private String told(Ip other, Heard before, AdvertIds ids, String mine) {
        var last = other + ", last heard at " + node.time(before) + ", ";
        return switch (ids.kind()) {
            case SENT ->
                "two masters for " + mine + ": " + last + "had been master all the while, and " + unheard(before) + ": "
                        + ids.evidence();
            case SENT_SOME ->
                "two masters for a part of " + mine + ": " + last + "was master for some of that time, and not heard: "
                        + ids.evidence();
            case MAY_HAVE_SENT ->
                "cannot tell: " + last + "may have been master all the while, unheard, for up to " + mine + ": "
                        + ids.evidence() + ": its journal tells";
            case SILENT ->
                last + "was silent itself, and its adverts were not lost on the way: " + ids.evidence()
                        + "; if it stood still (paused, hung), its addresses stood there for up to " + mine
                        + " beside ours; if it was no master, it preempted as configured: its journal tells";
            case BEGAN_ANEW -> "an ordinary preemption: " + last + "was restarted: " + ids.evidence();
        };
    }

    /** Why adverts that were sent after {@code before} were not heard, in words. */
    private String unheard(Heard before) {
        return node.stalls().within(new Moment(before.arrived()), history.roleSince()).stream()
                .filter(stall -> stall.to().since(stall.from()) > STOPPED_NANOS)
                .findFirst()
                .map(stall -> "this process, which stood still (" + stall.text() + "), did not hear it")
                .orElse("its adverts did not arrive here");
    }

    /** Whether this node took over because the other, heard as a master, had the lower priority. */
    private boolean lowerThen(Heard before) {
        return history.refusals().within(history.roleSince().plus(-Long.MAX_VALUE / 4), history.roleSince()).stream()
                .anyMatch(r -> r.index() == before.index() && InstanceHistory.isLower(r));
    }

    private String origin(DownTimer timer) {
        var by = node.cite(timer.armedBy());
        var heard = history.adverts().find(timer.armedBy());
        var at = turn.recorded().wall().minusNanos(turn.recorded().at().since(timer.armedAt()));
        var when = node.clock().time(at);
        return switch (timer.armed()) {
            case ADVERT ->
                heard == null
                        ? "the master-down timer ran out: it was set by the advert " + by + " at " + when
                                + "; cannot tell whose: that is before what was read here, or not recorded"
                        : "the master-down timer ran out: it was set by the advert " + by + " of " + heard.source()
                                + " (priority " + heard.priority() + ") at " + when;
            case PRIORITY_ZERO ->
                "the master said goodbye: the advert " + by + " at " + when + " has priority 0"
                        + (heard == null ? "" : ", of " + heard.source());
            case START -> "no master it yields to was heard since it started (" + by + ") at " + when;
            case OWNER_START -> "it owns the addresses (priority 255) and waits for nobody (" + by + ")";
            case ADDRESS_LOST ->
                "it had stepped down when an address, a route or a rule of it was taken away (" + by + " at " + when
                        + ") and nobody else took over";
            case GROUP_BACKUP ->
                "it had stepped down with its sync group (" + by + " at " + when + ") and nobody else took over";
            case GROUP_WAITS ->
                "its time had come before, and a member of its sync group was not ready then (" + by + " at " + when
                        + ")";
            case TIMER_EXPIRED ->
                "it had stepped down when it woke too late (" + by + " at " + when + ") and nobody had taken over";
            case DEMOTED -> "an operator had demoted it (" + by + " at " + when + ") and nobody else took over";
            case HELD -> "its time had come before, and an operator held it back then (" + by + " at " + when + ")";
            case FAULT_CLEARED -> "no master it yields to was heard since its fault cleared (" + by + ") at " + when;
            case STALLED ->
                "this process had stood still (" + by + ") until " + when
                        + ", so it waited for one more advert, and none came";
        };
    }
}
