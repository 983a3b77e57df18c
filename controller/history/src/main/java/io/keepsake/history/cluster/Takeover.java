package io.keepsake.history.cluster;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.Decision.MasterHeld;
import io.keepsake.core.event.Why;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.event.Why.MasterDownExpired;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.Verdict.Confidence;
import io.keepsake.history.cluster.Verdict.Reason;
import io.keepsake.history.cluster.Verdict.Rule;
import io.keepsake.history.show.Spans;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a node became master: from what it decided itself, and from what the one that was master before recorded in the
 * time in which it was not heard. The rules are tried in the order of what would explain most; what was tried and does
 * not hold is said.
 */
final class Takeover {
    private static final long MILLI = 1_000_000;

    /** What a node decided within this of a change is taken to follow from it. */
    private static final long SOON_NANOS = 10_000 * MILLI;

    private final Fact.Moved moved;
    private final VerdictDraft draft;
    private final ClusterHistory history;
    private final Group group;
    private final String node;
    private final InstanceName instance;
    private final Stamp at;

    private Takeover(ClusterHistory history, Group group, Fact.Moved moved) {
        this.moved = moved;
        this.history = history;
        this.group = group;
        draft = new VerdictDraft(history, group, moved);
        node = draft.node();
        instance = draft.instance();
        at = draft.at();
    }

    static Verdict of(ClusterHistory history, Group group, Fact.Moved moved) {
        return new Takeover(history, group, moved).decide();
    }

    private Verdict decide() {
        if (!(moved.decision() instanceof BecameMaster(var _, var _, Why why))) {
            draft.collect("the part of the journal of " + node + " that is missing before " + at.cite());
            return draft.is(
                    Rule.NOT_RECORDED,
                    Reason.NONE,
                    Confidence.CANNOT_TELL,
                    node + " was master from here on; when and why it became one is not recorded");
        }
        draft.shows(at, EventText.print(moved.decision()));
        return switch (why) {
            case MasterDownExpired(var timer) -> expired(timer);
            case Why.GroupFollowed(var name, var member) -> followed(name, member);
            default -> draft.is(Rule.CANNOT_TELL, Reason.NONE, Confidence.CANNOT_TELL, node + " became master: " + why);
        };
    }

    private Verdict followed(String name, InstanceName member) {
        var waited = history.each(node, Fact.Decided.class)
                .filter(d -> d.decision() instanceof MasterHeld held
                        && held.instance().equals(instance)
                        && held.waitsFor().contains(member))
                .filter(d -> draft.before(d.stamp()) && at.moment() - d.stamp().moment() < SOON_NANOS)
                .reduce((_, last) -> last)
                .orElse(null);
        if (waited != null) {
            draft.shows(waited.stamp(), EventText.print(waited.decision()));
        }
        return draft.is(
                Rule.SYNC_GROUP,
                Reason.NONE,
                Confidence.CERTAIN,
                node + " became master because " + member + ", a member of its sync group " + name + ", did"
                        + (waited == null
                                ? ""
                                : "; it was ready "
                                        + Spans.print(
                                                at.moment() - waited.stamp().moment()) + " before, and waited for it"));
    }

    private Verdict expired(DownTimer timer) {
        if (timer.armed() == Armed.STALLED) {
            stoodStill(timer);
        }
        return switch (timer.armed()) {
            case OWNER_START ->
                draft.is(
                        Rule.OWNER_STARTED,
                        Reason.PRIORITY,
                        Confidence.CERTAIN,
                        node + " owns the address (priority 255) and became master when it could");
            case PRIORITY_ZERO -> resigned(timer);
            case START, FAULT_CLEARED -> atStart(timer);
            case ADDRESS_LOST -> addressLost();
            case ADVERT, STALLED, GROUP_WAITS, GROUP_BACKUP, TIMER_EXPIRED, DEMOTED, HELD -> silent(timer);
        };
    }

    /** It stood still itself before: but for that it had taken over sooner. */
    private void stoodStill(DownTimer timer) {
        history.each(node, Fact.Stalled.class)
                .filter(s -> draft.before(s.stamp()) && s.stamp().index() == timer.armedBy())
                .findFirst()
                .ifPresent(s -> {
                    draft.shows(s.stamp(), node + " itself had stood still for " + Spans.print(s.nanos()));
                    draft.tookOver(" late, since it had stood still itself for " + Spans.print(s.nanos()));
                });
    }

    /** The last router that was heard as a master before the takeover. */
    private Fact.@Nullable Heard lastMaster() {
        return history.each(node, Fact.Heard.class)
                .filter(h -> h.instance().equals(instance) && draft.before(h.last()))
                .max(Comparator.comparingLong(h -> h.last().moment()))
                .orElse(null);
    }

    /** Somebody took away what stands while it is master, it stepped down, and nobody else came. */
    private Verdict addressLost() {
        var stepped = history.each(node, Fact.Moved.class)
                .filter(m -> m.instance().equals(instance) && draft.before(m.stamp()) && m.from() == Role.MASTER)
                .reduce((_, b) -> b);
        stepped.ifPresent(m -> draft.shows(m.stamp(), EventText.print(Objects.requireNonNull(m.decision()))));
        return draft.is(
                Rule.ADDRESS_TAKEN,
                Reason.MASTER_NOT_RESPONDING,
                Confidence.CERTAIN,
                "somebody took " + lost(stepped.map(Fact.Moved::decision).orElse(null)) + " away from " + node
                        + ", it stepped down, nobody else took over, and it became master again");
    }

    private static String lost(@Nullable Decision stepped) {
        return switch (stepped) {
            case Decision.BecameBackup(var _, var _, Why.AddressLost(var address)) -> "the address " + address;
            case Decision.BecameBackup(var _, var _, Why.RoutingLost(var what)) -> "the " + what;
            case null, default -> "an address, a route or a rule";
        };
    }

    /** The master said goodbye: its own journal says why. */
    private Verdict resigned(DownTimer timer) {
        var last = lastMaster();
        var who = last == null ? "the master" : history.router(last.source());
        if (last != null) {
            draft.shows(last.last(), "priority 0 of " + who + " was heard");
        }
        var from = last == null ? null : history.sender(last.source());
        if (last == null || from == null) {
            draft.collect("the journal of " + who);
            return draft.is(
                    Rule.CLEAN_STOP,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.LIKELY,
                    who + " resigned with priority 0, and " + draft.tookOver() + " after "
                            + Spans.print(timer.skewNanos()) + "; why it resigned is in no journal here");
        }
        var left = leaving(from, last);
        if (left == null) {
            return draft.is(
                    Rule.CLEAN_STOP,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.LIKELY,
                    who + " resigned with priority 0, and " + draft.tookOver() + " after its skew");
        }
        return draft.because(left, who);
    }

    /** The last change of role away from master of a node before this one took over. */
    private Fact.@Nullable Moved leaving(String from, Fact.Heard last) {
        long since = history.place(last.first());
        return history.each(from, Fact.Moved.class)
                .filter(m -> group.has(from, m.instance()) && m.from() == Role.MASTER && m.to() != Role.MASTER)
                .filter(m -> history.place(m.stamp()) >= since - SOON_NANOS
                        && history.place(m.stamp()) <= history.place(at) + MILLI)
                .max(Comparator.comparingLong(m -> history.place(m.stamp())))
                .orElse(null);
    }

    /** Nobody was heard since the instance began, or since its fault cleared. */
    private Verdict atStart(DownTimer timer) {
        var preempted = Preemption.of(draft, timer);
        if (preempted != null) {
            return preempted;
        }
        var other = othersMaster();
        if (other == null) {
            return afterTheLast(timer);
        }
        draft.shows(other.first(), "the adverts of " + other.stamp().node() + " in that time");
        return new MissedAdverts(draft).lost(other.stamp().node(), other, null, timer);
    }

    /** Nobody was master when it began: the last one was gone already. */
    private Verdict afterTheLast(DownTimer timer) {
        boolean started = timer.armed() == Armed.START;
        var none = node + " heard no master " + (started ? "since it started" : "since its fault cleared");
        var last = lastMastership();
        if (last == null) {
            return draft.is(
                    Rule.FIRST_MASTER,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    none + ", and no journal here shows one before");
        }
        var end = Objects.requireNonNull(last.to());
        draft.tookOver((started ? ", once it had started, " : ", once its fault had cleared, ")
                + history.between(end, at).text() + " later");
        if (!started) {
            history.each(node, Fact.Moved.class)
                    .filter(m -> m.instance().equals(instance) && draft.before(m.stamp()) && m.to() == Role.FAULT)
                    .reduce((_, b) -> b)
                    .filter(m -> m.decision() != null)
                    .ifPresent(m -> draft.shows(m.stamp(), EventText.print(Objects.requireNonNull(m.decision()))));
        }
        var left = history.nodes().contains(last.router()) ? new MissedAdverts(draft).left(last.router(), end) : null;
        if (left == null) {
            draft.collect("the journal (or, of a keepalived, the log) of " + last.router() + " for that time");
        }
        return left != null
                ? left
                : draft.is(
                        Rule.CANNOT_TELL,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CANNOT_TELL,
                        none + "; the last one known, " + last.router() + ", was so until "
                                + history.between(end, at).text()
                                + " before, and why not longer is in no journal here");
    }

    /** The mastership that ended last before. */
    private @Nullable RoleSpan lastMastership() {
        return RoleSpans.of(history, group).values().stream()
                .flatMap(List::stream)
                .filter(s -> s.state() == RoleSpan.State.MASTER && s.to() != null)
                .filter(s -> history.place(Objects.requireNonNull(s.to())) <= history.place(at))
                .max(Comparator.comparingLong(s -> history.place(Objects.requireNonNull(s.to()))))
                .orElse(null);
    }

    /** Adverts that another node sent in the time in which this one heard nothing. */
    private Fact.@Nullable Sent othersMaster() {
        return history.each(Fact.Sent.class)
                .filter(s ->
                        !s.stamp().node().equals(node) && group.has(s.stamp().node(), s.instance()))
                .filter(s -> s.priority() > 0
                        && history.place(s.first()) < history.place(at)
                        && history.place(s.last()) > history.place(at) - s.intervalNanos())
                .findFirst()
                .orElse(null);
    }

    /** Adverts that came and then did not. */
    private Verdict silent(DownTimer timer) {
        var preempted = Preemption.of(draft, timer);
        if (preempted != null) {
            return preempted;
        }
        var last = lastMaster();
        if (last == null) {
            return draft.is(
                    Rule.FIRST_MASTER,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.LIKELY,
                    node + " heard no master before it became one");
        }
        long silence = at.moment() - last.last().moment();
        draft.shows(
                last.last(),
                "the last advert of " + history.router(last.source()) + ", " + Spans.print(silence) + " before");
        var from = history.sender(last.source());
        return from == null
                ? new MissedAdverts(draft).unrecorded(last, silence)
                : new MissedAdverts(draft).lost(from, null, last, timer);
    }
}
