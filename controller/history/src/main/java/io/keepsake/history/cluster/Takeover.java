package io.keepsake.history.cluster;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.Decision.PriorityChanged;
import io.keepsake.core.event.DiscardReason;
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
            case Why.GroupFollowed(var name, var member) ->
                draft.is(
                        Rule.SYNC_GROUP,
                        Reason.NONE,
                        Confidence.CERTAIN,
                        node + " became master because " + member + ", a member of its sync group " + name + ", did");
            default -> draft.is(Rule.CANNOT_TELL, Reason.NONE, Confidence.CANNOT_TELL, node + " became master: " + why);
        };
    }

    private Verdict expired(DownTimer timer) {
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
                    who + " resigned with priority 0, and " + node + " took over after "
                            + Spans.print(timer.skewNanos()) + "; why it resigned is in no journal here");
        }
        var left = leaving(from, last);
        if (left == null) {
            return draft.is(
                    Rule.CLEAN_STOP,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.LIKELY,
                    who + " resigned with priority 0, and " + node + " took over after its skew");
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
        var lower = refused(timer);
        if (lower != null) {
            return preempted(lower);
        }
        var other = othersMaster();
        if (other == null) {
            return draft.is(
                    Rule.FIRST_MASTER,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    node + " heard no master "
                            + (timer.armed() == Armed.START ? "since it started" : "since its fault cleared")
                            + ", and no journal here shows one");
        }
        draft.shows(other.first(), "the adverts of " + other.stamp().node() + " in that time");
        return new MissedAdverts(draft).lost(other.stamp().node(), other, null, timer);
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

    /** A lower master whose adverts it let pass, up to the takeover. */
    private Fact.@Nullable Discarded refused(DownTimer timer) {
        return history.each(node, Fact.Discarded.class)
                .filter(d -> d.instance().equals(instance) && d.reason() == DiscardReason.LOWER_PRIORITY)
                .filter(d -> d.last().clock().equals(at.clock())
                        && d.last().moment() >= timer.armedAt().nanos()
                        && d.first().moment() <= at.moment()
                        && at.moment() - d.last().moment() < 3 * group.interval())
                .findFirst()
                .orElse(null);
    }

    private Verdict preempted(Fact.Discarded lower) {
        var who = history.router(lower.source());
        draft.shows(
                lower.first(), lower.count() + " adverts of " + who + " were of a lower priority: " + lower.detail());
        var change = history.each(node, Fact.Decided.class)
                .filter(d -> d.decision() instanceof PriorityChanged p
                        && p.instance().equals(instance))
                .filter(d -> draft.before(d.stamp()) && at.moment() - d.stamp().moment() < 2 * SOON_NANOS)
                .reduce((_, b) -> b)
                .orElse(null);
        var theirs = history.each(who, Fact.Decided.class)
                .filter(d -> d.decision() instanceof PriorityChanged p && group.has(who, p.instance()))
                .filter(d -> history.place(d.stamp()) <= history.place(at)
                        && history.place(at) - history.place(d.stamp()) < 2 * SOON_NANOS)
                .reduce((_, b) -> b)
                .orElse(null);
        if (theirs != null) {
            draft.shows(theirs.stamp(), EventText.print(theirs.decision()));
            return draft.is(
                    Rule.TRACKER_OF_MASTER,
                    Reason.PREEMPTED,
                    Confidence.CERTAIN,
                    node + " preempted " + who + ", whose priority fell: " + changed(theirs.decision()));
        }
        if (change != null) {
            draft.shows(change.stamp(), EventText.print(change.decision()));
            return draft.is(
                    Rule.PREEMPTED_AFTER_PRIORITY_CHANGE,
                    Reason.PREEMPTED,
                    Confidence.CERTAIN,
                    node + " preempted " + who + " after its priority rose: " + changed(change.decision()));
        }
        var began = begun();
        return draft.is(
                Rule.PREEMPTED_AS_CONFIGURED,
                Reason.PREEMPTED,
                Confidence.CERTAIN,
                node + " preempted " + who + ", whose priority is lower, as configured" + began);
    }

    private static String changed(Object decision) {
        return decision instanceof PriorityChanged p ? p.from() + " -> " + p.to() + ", " + p.because() : "";
    }

    /** What brought it there: its start, the end of a fault. */
    private String begun() {
        var last = history.each(node, Fact.Moved.class)
                .filter(m -> m.instance().equals(instance) && draft.before(m.stamp()) && !m.equals(moved))
                .reduce((_, b) -> b)
                .orElse(null);
        if (last == null || at.moment() - last.stamp().moment() > 6 * SOON_NANOS) {
            return "";
        }
        draft.shows(last.stamp(), last.decision() == null ? last.to().toString() : EventText.print(last.decision()));
        return last.from() == Role.FAULT
                ? ", after its fault cleared"
                : last.from() == Role.INIT ? ", after it started" : "";
    }

    /** Adverts that came and then did not. */
    private Verdict silent(DownTimer timer) {
        var lower = refused(timer);
        if (lower != null) {
            return preempted(lower);
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
