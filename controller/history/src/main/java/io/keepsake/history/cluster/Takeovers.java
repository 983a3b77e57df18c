package io.keepsake.history.cluster;

import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.Decision.BecameStopped;
import io.keepsake.core.event.Decision.PriorityChanged;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.Why;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.event.Why.MasterDownExpired;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.Verdict.Confidence;
import io.keepsake.history.cluster.Verdict.Evidence;
import io.keepsake.history.cluster.Verdict.Reason;
import io.keepsake.history.cluster.Verdict.Rule;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a node became master: from what it decided itself, and from what the one that was master before recorded in the
 * time in which it was not heard. The rules are tried in the order of what would explain most; what was tried and does
 * not hold is said.
 */
final class Takeovers {
    private static final long MILLI = 1_000_000;

    /** What a node decided within this of a change is taken to follow from it. */
    private static final long SOON_NANOS = 10_000 * MILLI;

    private final ClusterHistory history;
    private final Group group;

    Takeovers(ClusterHistory history, Group group) {
        this.history = history;
        this.group = group;
    }

    /** One verdict. */
    private final class Case {
        private final Fact.Moved moved;
        private final String node;
        private final InstanceName instance;
        private final Stamp at;
        private final List<Evidence> evidence = new ArrayList<>();
        private final List<String> against = new ArrayList<>();
        private final List<String> collect = new ArrayList<>();

        Case(Fact.Moved moved) {
            this.moved = moved;
            node = moved.stamp().node();
            instance = moved.instance();
            at = moved.stamp();
        }

        Verdict is(Rule rule, Reason reason, Confidence confidence, String claim) {
            return new Verdict(at, group.title(), rule, reason, claim, evidence, against, confidence, collect);
        }

        Case shows(Stamp stamp, String text) {
            evidence.add(new Evidence(stamp, text));
            return this;
        }

        Verdict decide() {
            if (!(moved.decision() instanceof BecameMaster(var _, var _, Why why))) {
                collect.add("the part of the journal of " + node + " that is missing before " + at.cite());
                return is(
                        Rule.NOT_RECORDED,
                        Reason.NONE,
                        Confidence.CANNOT_TELL,
                        node + " was master from here on; when and why it became one is not recorded");
            }
            shows(at, EventText.print(moved.decision()));
            return switch (why) {
                case MasterDownExpired(var timer) -> expired(timer);
                case Why.GroupFollowed(var name, var member) ->
                    is(
                            Rule.SYNC_GROUP,
                            Reason.NONE,
                            Confidence.CERTAIN,
                            node + " became master because " + member + ", a member of its sync group " + name
                                    + ", did");
                default -> is(Rule.CANNOT_TELL, Reason.NONE, Confidence.CANNOT_TELL, node + " became master: " + why);
            };
        }

        private Verdict expired(DownTimer timer) {
            return switch (timer.armed()) {
                case OWNER_START ->
                    is(
                            Rule.OWNER_STARTED,
                            Reason.PRIORITY,
                            Confidence.CERTAIN,
                            node + " owns the address (priority 255) and became master when it could");
                case PRIORITY_ZERO -> resigned(timer);
                case START, FAULT_CLEARED -> atStart(timer);
                case ADDRESS_LOST -> addressLost();
                case ADVERT, STALLED, GROUP_WAITS, GROUP_BACKUP, TIMER_EXPIRED -> silent(timer);
            };
        }

        /** The last router that was heard as a master before the takeover. */
        private Fact.@Nullable Heard lastMaster() {
            return history.each(node, Fact.Heard.class)
                    .filter(h -> h.instance().equals(instance) && before(h.last()))
                    .max(Comparator.comparingLong(h -> h.last().moment()))
                    .orElse(null);
        }

        private boolean before(Stamp stamp) {
            return stamp.clock().equals(at.clock()) && stamp.moment() <= at.moment();
        }

        /** Somebody took its address, it stepped down, and nobody else came. */
        private Verdict addressLost() {
            history.each(node, Fact.Moved.class)
                    .filter(m -> m.instance().equals(instance) && before(m.stamp()) && m.from() == Role.MASTER)
                    .reduce((_, b) -> b)
                    .ifPresent(m -> shows(m.stamp(), EventText.print(Objects.requireNonNull(m.decision()))));
            return is(
                    Rule.ADDRESS_TAKEN,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    "somebody took an address of " + node
                            + " off its link, it stepped down, nobody else took over, and it" + " became master again");
        }

        /** The master said goodbye: its own journal says why. */
        private Verdict resigned(DownTimer timer) {
            var last = lastMaster();
            var who = last == null ? "the master" : router(last.source());
            if (last != null) {
                shows(last.last(), "priority 0 of " + who + " was heard");
            }
            var from = last == null ? null : history.sender(last.source());
            if (last == null || from == null) {
                collect.add("the journal of " + who);
                return is(
                        Rule.CLEAN_STOP,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.LIKELY,
                        who + " resigned with priority 0, and " + node + " took over after "
                                + Spans.print(timer.skewNanos()) + "; why it resigned is in no journal here");
            }
            var left = leaving(from, last);
            if (left == null) {
                return is(
                        Rule.CLEAN_STOP,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.LIKELY,
                        who + " resigned with priority 0, and " + node + " took over after its skew");
            }
            return because(left, who);
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

        /** A master that stopped being one by its own decision. */
        private Verdict because(Fact.Moved left, String who) {
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
                        who + " went to FAULT: " + faults(fault.reasons(), told) + "; " + node + " took over");
            }
            if (told instanceof StopRequested stop) {
                return is(
                        Rule.CLEAN_STOP,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CERTAIN,
                        who + " was stopped (" + stop.by() + ") and said goodbye; " + node + " took over");
            }
            if (decision instanceof BecameStopped stopped) {
                return is(
                        Rule.RELOAD,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CERTAIN,
                        who + " no longer runs the instance (" + stopped.why() + "); " + node + " took over");
            }
            if (decision instanceof BecameBackup) {
                return is(
                        Rule.CLEAN_STOP,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CERTAIN,
                        who + " stepped down (" + EventText.print(decision).replaceFirst("^\\S+ ", "") + "); " + node
                                + " took over");
            }
            return is(Rule.CLEAN_STOP, Reason.MASTER_NOT_RESPONDING, Confidence.LIKELY, who + " resigned");
        }

        /** Nobody was heard since the instance began, or since its fault cleared. */
        private Verdict atStart(DownTimer timer) {
            var lower = refused(timer);
            if (lower != null) {
                return preempted(lower);
            }
            var other = othersMaster();
            if (other == null) {
                return is(
                        Rule.FIRST_MASTER,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CERTAIN,
                        node + " heard no master "
                                + (timer.armed() == Armed.START ? "since it started" : "since its fault cleared")
                                + ", and no journal here shows one");
            }
            shows(other.first(), "the adverts of " + other.stamp().node() + " in that time");
            return lost(other.stamp().node(), other, null, timer);
        }

        /** Adverts that another node sent in the time in which this one heard nothing. */
        private Fact.@Nullable Sent othersMaster() {
            return history.each(Fact.Sent.class)
                    .filter(s -> !s.stamp().node().equals(node)
                            && group.has(s.stamp().node(), s.instance()))
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
            var who = router(lower.source());
            shows(lower.first(), lower.count() + " adverts of " + who + " were of a lower priority: " + lower.detail());
            var change = history.each(node, Fact.Decided.class)
                    .filter(d -> d.decision() instanceof PriorityChanged p
                            && p.instance().equals(instance))
                    .filter(d -> before(d.stamp()) && at.moment() - d.stamp().moment() < 2 * SOON_NANOS)
                    .reduce((_, b) -> b)
                    .orElse(null);
            var theirs = history.sender(lower.source()) == null
                    ? null
                    : history.each(lower.source() == null ? "" : who, Fact.Decided.class)
                            .filter(d -> d.decision() instanceof PriorityChanged p && group.has(who, p.instance()))
                            .filter(d -> Math.abs(history.place(at) - history.place(d.stamp())) < 2 * SOON_NANOS
                                    && history.place(d.stamp()) <= history.place(at))
                            .reduce((_, b) -> b)
                            .orElse(null);
            if (theirs != null) {
                shows(theirs.stamp(), EventText.print(theirs.decision()));
                return is(
                        Rule.TRACKER_OF_MASTER,
                        Reason.PREEMPTED,
                        Confidence.CERTAIN,
                        node + " preempted " + who + ", whose priority fell: " + changed(theirs.decision()));
            }
            if (change != null) {
                shows(change.stamp(), EventText.print(change.decision()));
                return is(
                        Rule.PREEMPTED_AFTER_PRIORITY_CHANGE,
                        Reason.PREEMPTED,
                        Confidence.CERTAIN,
                        node + " preempted " + who + " after its priority rose: " + changed(change.decision()));
            }
            var began = begun();
            return is(
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
                    .filter(m -> m.instance().equals(instance) && before(m.stamp()) && !m.equals(moved))
                    .reduce((_, b) -> b)
                    .orElse(null);
            if (last == null || at.moment() - last.stamp().moment() > 6 * SOON_NANOS) {
                return "";
            }
            shows(last.stamp(), last.decision() == null ? last.to().toString() : EventText.print(last.decision()));
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
                return is(
                        Rule.FIRST_MASTER,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.LIKELY,
                        node + " heard no master before it became one");
            }
            long silence = at.moment() - last.last().moment();
            shows(last.last(), "the last advert of " + router(last.source()) + ", " + Spans.print(silence) + " before");
            var from = history.sender(last.source());
            return from == null ? unrecorded(last, silence) : lost(from, null, last, timer);
        }

        /** The one that was silent has no journal here. */
        private Verdict unrecorded(Fact.Heard last, long silence) {
            var who = router(last.source());
            var again = history.each(node, Fact.Heard.class)
                    .filter(h -> h.instance().equals(instance) && h.source().equals(last.source()))
                    .filter(h ->
                            h.first().clock().equals(at.clock()) && h.first().moment() > at.moment())
                    .findFirst()
                    .orElse(null);
            var rejected = rejections(last.source(), last.last(), at);
            if (rejected != null) {
                shows(
                        rejected.first(),
                        rejected.count() + " packets of it were rejected: " + rejected.reason() + ", "
                                + rejected.detail());
                return is(
                        Rule.REJECTED_BY_RECEIVER,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CERTAIN,
                        node + " rejected the adverts of " + who + " (" + rejected.reason() + ") and took over");
            }
            collect.add("the journal (or, of a keepalived, the log) of " + who);
            if (again != null && again.firstId() != 0 && last.lastId() != 0) {
                double step = step(last);
                long sent = Math.round(((again.firstId() - last.lastId()) & 0xffff) / step);
                long due = (again.first().moment() - last.last().moment()) / last.intervalNanos();
                shows(
                        again.first(),
                        "it was heard again, and its identification had gone on by about as much as for " + sent
                                + " adverts, where " + due + " were due");
                if (sent <= 1) {
                    return is(
                            Rule.MASTER_STOOD_STILL,
                            Reason.MASTER_NOT_RESPONDING,
                            Confidence.LIKELY,
                            who + " sent nothing for " + Spans.print(silence)
                                    + ", by the identification of its next advert: it stood still");
                }
                if (sent > 2 * due + 10) {
                    return is(
                            Rule.DIRECTOR_DIED,
                            Reason.MASTER_NOT_RESPONDING,
                            Confidence.LIKELY,
                            who + " ended without a goodbye and was started again: the identification of its adverts"
                                    + " counts anew; " + node + " took over");
                }
                if (sent * 3 >= due * 2) {
                    return is(
                            Rule.LOSS_ON_THE_WAY,
                            Reason.MASTER_NOT_RESPONDING,
                            Confidence.LIKELY,
                            "about " + (sent - 1) + " adverts of " + who + " were sent and lost on the way to " + node
                                    + ", by the identification of the next one that was heard");
                }
            }
            return is(
                    Rule.CANNOT_TELL,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CANNOT_TELL,
                    node + " heard nothing of " + who + " for " + Spans.print(silence)
                            + ": whether it stopped, or was not heard, is in no journal here");
        }

        /** How far the identification goes on from one advert to the next: 1 of a keepalived, more of a director. */
        private static double step(Fact.Heard heard) {
            int went = (heard.lastId() - heard.firstId()) & 0xffff;
            return heard.count() < 2 || went == 0 ? 1 : went / (double) (heard.count() - 1);
        }

        private Fact.@Nullable Rejected rejections(Ip source, Stamp from, Stamp to) {
            return history.each(node, Fact.Rejected.class)
                    .filter(r -> r.instance().equals(instance) && r.source().equals(source))
                    .filter(r -> r.last().clock().equals(to.clock())
                            && r.last().moment() >= from.moment()
                            && r.first().moment() <= to.moment())
                    .findFirst()
                    .orElse(null);
        }

        /**
         * Why the adverts of a node that has a journal were not there.
         *
         * @param sending what it sent all the while, when that is known already
         * @param last the last that was heard of it
         */
        private Verdict lost(String from, Fact.@Nullable Sent sending, Fact.@Nullable Heard last, DownTimer timer) {
            var since = last == null ? at.at(timer.armedAt().nanos()) : last.last();
            var source = last == null ? sending == null ? null : sending.source() : last.source();
            long begin = history.place(since);
            long end = history.place(at);
            long interval = group.interval();
            var left = leaving(from, begin);
            if (left != null) {
                return because(left, from);
            }
            var ended = history.each(from, Fact.Ended.class)
                    .filter(e -> history.place(e.stamp()) >= begin - interval - interval / 2
                            && history.place(e.stamp()) <= end)
                    .findFirst()
                    .orElse(null);
            if (ended != null) {
                return died(from, ended);
            }
            var stall = history.each(from, Fact.Stalled.class)
                    .filter(s -> history.place(s.stamp()) >= begin
                            && history.place(s.stamp()) - s.nanos() <= end
                            && overlap(history.place(s.stamp()) - s.nanos(), history.place(s.stamp()), begin, end) * 2
                                    > end - begin)
                    .findFirst()
                    .orElse(null);
            if (stall != null) {
                shows(stall.stamp(), "its loop had stood still for " + Spans.print(stall.nanos()));
                return is(
                        Rule.MASTER_STOOD_STILL,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CERTAIN,
                        from + " stood still for " + Spans.print(stall.nanos())
                                + " and sent nothing: the process was stopped, or had no CPU, or the machine was paused; "
                                + node
                                + " took over");
            }
            var jump = history.each(from, Fact.ClockJumped.class)
                    .filter(j -> j.nanos() * 2 > end - begin
                            && history.place(j.before()) <= end
                            && history.place(j.stamp()) + j.nanos() >= begin)
                    .filter(j -> history.place(j.before()) >= begin - interval - interval / 2)
                    .findFirst()
                    .orElse(null);
            if (jump != null && sentIn(from, begin, end) == null) {
                shows(jump.before(), "the last that it recorded before");
                shows(
                        jump.stamp(),
                        "its wall clock was " + Spans.print(jump.nanos()) + " further than its monotonic one");
                return is(
                        Rule.MACHINE_SUSPENDED,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.LIKELY,
                        "the machine of " + from + " was suspended for about " + Spans.print(jump.nanos())
                                + " (its monotonic clock stood still) and sent nothing; " + node + " took over");
            }
            var failed = history.each(from, Fact.SendFailed.class)
                    .filter(s -> group.has(from, s.instance())
                            && history.place(s.last()) >= begin
                            && history.place(s.first()) <= end)
                    .findFirst()
                    .orElse(null);
            if (failed != null) {
                shows(failed.first(), failed.count() + " adverts could not be sent: " + failed.detail());
                return is(
                        Rule.SEND_FAILED,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CERTAIN,
                        from + " could not send its adverts (" + failed.detail() + "); " + node + " took over");
            }
            if (source != null) {
                var rejected = rejections(source, since, at);
                if (rejected != null) {
                    shows(
                            rejected.first(),
                            rejected.count() + " packets were rejected: " + rejected.reason() + ", "
                                    + rejected.detail());
                    return is(
                            Rule.REJECTED_BY_RECEIVER,
                            Reason.MASTER_NOT_RESPONDING,
                            Confidence.CERTAIN,
                            node + " rejected the adverts of " + from + ": " + rejected.reason() + ", "
                                    + rejected.detail());
                }
                var discarded = discarded(source, since);
                if (discarded != null) {
                    shows(
                            discarded.first(),
                            discarded.count() + " adverts did not count: " + discarded.reason() + ", "
                                    + discarded.detail());
                    return is(
                            Rule.DISCARDED_BY_RECEIVER,
                            Reason.MASTER_NOT_RESPONDING,
                            Confidence.CERTAIN,
                            "the adverts of " + from + " did not count at " + node + ": " + discarded.reason() + ", "
                                    + discarded.detail());
                }
            }
            var hole = history.each(from, Fact.Hole.class)
                    .filter(h -> history.place(h.stamp()) >= begin - SOON_NANOS && history.place(h.stamp()) <= end)
                    .findFirst()
                    .orElse(null);
            var sent = sending != null ? sending : sentIn(from, begin, end);
            if (sent == null) {
                collect.add("the journal of " + from + " for that time" + (hole == null ? "" : ": " + hole.what()));
                return is(
                        Rule.CANNOT_TELL,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CANNOT_TELL,
                        "the journal of " + from + " shows neither adverts nor a reason for none while " + node
                                + " heard nothing");
            }
            return onTheWay(from, sent, begin, end);
        }

        private Fact.@Nullable Moved leaving(String from, long begin) {
            return history.each(from, Fact.Moved.class)
                    .filter(m -> group.has(from, m.instance()) && m.from() == Role.MASTER && m.to() != Role.MASTER)
                    .filter(m ->
                            history.place(m.stamp()) >= begin - MILLI && history.place(m.stamp()) < history.place(at))
                    .findFirst()
                    .orElse(null);
        }

        private Fact.@Nullable Discarded discarded(Ip source, Stamp since) {
            return history.each(node, Fact.Discarded.class)
                    .filter(d -> d.instance().equals(instance) && d.source().equals(source))
                    .filter(d -> d.last().clock().equals(at.clock())
                            && d.last().moment() >= since.moment()
                            && d.first().moment() <= at.moment())
                    .findFirst()
                    .orElse(null);
        }

        private Fact.@Nullable Sent sentIn(String from, long begin, long end) {
            return history.each(from, Fact.Sent.class)
                    .filter(s -> group.has(from, s.instance()) && s.priority() > 0)
                    .filter(s -> history.place(s.last()) > begin + MILLI && history.place(s.first()) < end)
                    .findFirst()
                    .orElse(null);
        }

        private Verdict died(String from, Fact.Ended ended) {
            shows(ended.stamp(), "the last that " + from + " recorded");
            var next = history.each(from, Fact.Began.class)
                    .filter(b -> b.stamp().run() > ended.stamp().run())
                    .findFirst()
                    .orElse(null);
            var before = history.each(from, Fact.Began.class)
                    .filter(b -> b.stamp().run() == ended.stamp().run())
                    .findFirst()
                    .orElse(null);
            if (next != null
                    && before != null
                    && !next.boot().isEmpty()
                    && !before.boot().isEmpty()) {
                shows(next.stamp(), "its next run began");
                return next.boot().equals(before.boot())
                        ? is(
                                Rule.DIRECTOR_DIED,
                                Reason.MASTER_NOT_RESPONDING,
                                Confidence.CERTAIN,
                                "the director of " + from
                                        + " was killed or crashed, without a goodbye (its machine was not booted, and its addresses stayed);"
                                        + " " + node + " took over")
                        : is(
                                Rule.MACHINE_DIED,
                                Reason.MASTER_NOT_RESPONDING,
                                Confidence.CERTAIN,
                                "the machine of " + from + " went down without a goodbye and was booted again; " + node
                                        + " took over");
            }
            collect.add("what the machine of " + from + " logged at that time: nothing in its journal follows");
            return is(
                    Rule.DIRECTOR_DIED,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.LIKELY,
                    from + " ended without a word: its director was killed or crashed, or its machine went down; "
                            + node + " took over");
        }

        /** The master sent; whether the other way was open tells what kind of loss it was. */
        private Verdict onTheWay(String from, Fact.Sent sent, long begin, long end) {
            long many = Math.max(
                    1,
                    (Math.min(end, history.place(sent.last())) - Math.max(begin, history.place(sent.first())))
                            / Math.max(1, sent.intervalNanos()));
            shows(sent.first(), from + " sent about " + many + " adverts in that time, without an error");
            against.add(from + " did not stand still, did not stop and had no error in sending");
            var stall = history.each(node, Fact.Stalled.class)
                    .filter(s -> history.place(s.stamp()) >= begin && history.place(s.stamp()) <= end + MILLI)
                    .filter(s -> s.nanos() * 2 > end - begin)
                    .findFirst()
                    .orElse(null);
            if (stall != null) {
                shows(stall.stamp(), "the loop of " + node + " had stood still for " + Spans.print(stall.nanos()));
                return is(
                        Rule.RECEIVER_STOOD_STILL,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.LIKELY,
                        node + " stood still for " + Spans.print(stall.nanos()) + " and took over when it woke, though "
                                + from + " had been sending");
            }
            long answer = history.place(at) + 2 * group.interval();
            var back = history.each(from, Fact.Heard.class)
                    .filter(h -> group.has(from, h.instance()) && node.equals(history.sender(h.source())))
                    .filter(h -> history.place(h.last()) >= end - MILLI && history.place(h.first()) <= answer)
                    .findFirst()
                    .orElse(null);
            var others = history.nodes().stream()
                    .filter(other -> !other.equals(from) && !other.equals(node))
                    .filter(other -> history.each(other, Fact.Heard.class)
                            .anyMatch(h -> group.has(other, h.instance())
                                    && from.equals(history.sender(h.source()))
                                    && history.place(h.first()) < end
                                    && history.place(h.last()) > begin + MILLI))
                    .collect(Collectors.joining(", "));
            if (!others.isEmpty()) {
                against.add(
                        others + " heard " + from + " in that time: the way to " + node + " was broken, not " + from);
            }
            if (back != null) {
                shows(back.first(), from + " heard " + node);
                return is(
                        Rule.ONE_WAY_LOSS,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CERTAIN,
                        "one-way loss: " + from + " sent and " + node + " did not hear it, while " + from + " heard "
                                + node);
            }
            return is(
                    Rule.TWO_WAY_PARTITION,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    "the network was cut between " + from + " and " + node
                            + ": both were sending and neither heard the other");
        }
    }

    private static long overlap(long from, long to, long begin, long end) {
        return Math.max(0, Math.min(to, end) - Math.max(from, begin));
    }

    private String router(Ip source) {
        var node = history.sender(source);
        return node == null ? source.toString() : node;
    }

    static String faults(List<FaultCause> reasons, @Nullable Event told) {
        var how = told instanceof LinkGone
                ? " (the interface was deleted, renamed or moved away, not unplugged)"
                : told instanceof LinkSeen(var link)
                        ? link.up() ? link.running() ? "" : " (it lost its carrier)" : " (it was set down)"
                        : "";
        return reasons.stream().map(FaultCause::toString).collect(Collectors.joining(", ")) + how;
    }

    Verdict of(Fact.Moved moved) {
        return new Case(moved).decide();
    }
}
