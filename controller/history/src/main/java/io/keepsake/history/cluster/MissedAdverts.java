package io.keepsake.history.cluster;

import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.Verdict.Confidence;
import io.keepsake.history.cluster.Verdict.Reason;
import io.keepsake.history.cluster.Verdict.Rule;
import io.keepsake.history.explain.AdvertIds;
import io.keepsake.history.explain.AdvertIds.Seen;
import io.keepsake.history.explain.OthersHand.Forward;
import io.keepsake.history.show.Spans;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the adverts of a master were not there: from what it recorded itself in that time, or, where it has no journal here,
 * from what is known of it when it is heard again.
 */
final class MissedAdverts {
    private static final long MILLI = 1_000_000;

    /** A hole this short before is in the way too. */
    private static final long SOON_NANOS = 10_000 * MILLI;

    private final VerdictDraft draft;
    private final ClusterHistory history;
    private final Group group;
    private final String node;
    private final InstanceName instance;
    private final Stamp at;

    MissedAdverts(VerdictDraft draft) {
        this.draft = draft;
        history = draft.history();
        group = draft.group();
        node = draft.node();
        instance = draft.instance();
        at = draft.at();
    }

    /** The one that was silent has no journal here. */
    Verdict unrecorded(Fact.Heard last, long silence) {
        var who = history.router(last.source());
        var again = history.each(node, Fact.Heard.class)
                .filter(h -> h.instance().equals(instance) && h.source().equals(last.source()))
                .filter(h -> h.first().clock().equals(at.clock()) && h.first().moment() > at.moment())
                .findFirst()
                .orElse(null);
        var rejected = rejections(last.source(), last.last(), at);
        if (rejected != null) {
            draft.shows(
                    rejected.first(),
                    rejected.count() + " packets of it were rejected: " + rejected.reason() + ", " + rejected.detail());
            return draft.is(
                    Rule.REJECTED_BY_RECEIVER,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    node + " rejected the adverts of " + who + " (" + rejected.reason() + ") and took over");
        }
        draft.collect("the journal (or, of a keepalived, the log) of " + who);
        var ids = again == null
                ? null
                : AdvertIds.between(
                        new Seen(last.lastId(), last.last().moment()),
                        last.last().cite(),
                        last.steps(),
                        new Seen(again.firstId(), again.first().moment()),
                        last.intervalNanos());
        if (again != null && ids != null) {
            draft.shows(again.first(), "it was heard again: " + ids.evidence());
            return identified(who, silence, ids.kind());
        }
        return draft.is(
                Rule.CANNOT_TELL,
                Reason.MASTER_NOT_RESPONDING,
                Confidence.CANNOT_TELL,
                node + " heard nothing of " + who + " for " + Spans.print(silence)
                        + ": whether it stopped, or was not heard, is in no journal here");
    }

    /** What the identification of its next advert tells of a router without a journal. */
    private Verdict identified(String who, long silence, AdvertIds.Kind kind) {
        var rule =
                switch (kind) {
                    case SILENT -> Rule.MASTER_STOOD_STILL;
                    case BEGAN_ANEW -> Rule.DIRECTOR_DIED;
                    case SENT, SENT_SOME, MAY_HAVE_SENT -> Rule.LOSS_ON_THE_WAY;
                };
        var claim =
                switch (kind) {
                    case SILENT -> who + " sent nothing for " + Spans.print(silence) + ": it stood still";
                    case BEGAN_ANEW -> who + " ended without a goodbye and was started again";
                    case SENT, SENT_SOME -> "the adverts of " + who + " were sent and lost on the way to " + node;
                    case MAY_HAVE_SENT ->
                        who + " ran, and may have sent what was due: it was lost on the way to " + node + " then";
                };
        return draft.is(
                rule,
                Reason.MASTER_NOT_RESPONDING,
                Confidence.LIKELY,
                claim + ", by the identification of its next advert; " + draft.tookOver());
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
    Verdict lost(String from, Fact.@Nullable Sent sending, Fact.@Nullable Heard last, DownTimer timer) {
        var since = last == null ? at.at(timer.armedAt().nanos()) : last.last();
        var source = last == null ? sending == null ? null : sending.source() : last.source();
        long begin = history.place(since);
        long end = history.place(at);
        long interval = group.interval();
        var left = leaving(from, begin);
        if (left != null) {
            return draft.because(left, from);
        }
        var ended = history.each(from, Fact.Ended.class)
                .filter(e -> e.how() != Fact.End.MISSING)
                .filter(e ->
                        history.place(e.stamp()) >= begin - interval - interval / 2 && history.place(e.stamp()) <= end)
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
            draft.shows(stall.stamp(), "its loop had stood still for " + Spans.print(stall.nanos()));
            return draft.is(
                    Rule.MASTER_STOOD_STILL,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    from + " stood still for " + Spans.print(stall.nanos())
                            + " and sent nothing: " + stall.reason() + "; "
                            + draft.tookOver());
        }
        var jump = history.each(from, Fact.ClockJumped.class)
                .filter(j -> j.nanos() * 2 > end - begin
                        && history.place(j.before()) <= end
                        && history.place(j.stamp()) + j.nanos() >= begin)
                .filter(j -> history.place(j.before()) >= begin - interval - interval / 2)
                .filter(j -> history.forward(j) != Forward.SET)
                .findFirst()
                .orElse(null);
        if (jump != null && sentIn(from, begin, end) == null) {
            draft.shows(jump.before(), "the last that it recorded before");
            draft.shows(
                    jump.stamp(),
                    "its wall clock was " + Spans.print(jump.nanos()) + " further than its monotonic one");
            return draft.is(
                    Rule.MACHINE_SUSPENDED,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.LIKELY,
                    "the machine of " + from + " was suspended for about " + Spans.print(jump.nanos())
                            + " (its monotonic clock stood still) and sent nothing; " + draft.tookOver());
        }
        var failed = history.each(from, Fact.SendFailed.class)
                .filter(s -> group.has(from, s.instance())
                        && history.place(s.last()) >= begin
                        && history.place(s.first()) <= end)
                .findFirst()
                .orElse(null);
        if (failed != null) {
            draft.shows(failed.first(), failed.count() + " adverts could not be sent: " + failed.detail());
            return draft.is(
                    Rule.SEND_FAILED,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    from + " could not send its adverts (" + failed.detail() + "); " + draft.tookOver());
        }
        if (source != null) {
            var rejected = rejections(source, since, at);
            if (rejected != null) {
                draft.shows(
                        rejected.first(),
                        rejected.count() + " packets were rejected: " + rejected.reason() + ", " + rejected.detail());
                return draft.is(
                        Rule.REJECTED_BY_RECEIVER,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CERTAIN,
                        node + " rejected the adverts of " + from + ": " + rejected.reason() + ", " + rejected.detail()
                                + changed(from, begin, end) + "; " + draft.tookOver());
            }
            var discarded = discarded(source, since);
            if (discarded != null) {
                draft.shows(
                        discarded.first(),
                        discarded.count() + " adverts did not count: " + discarded.reason() + ", "
                                + discarded.detail());
                return draft.is(
                        Rule.DISCARDED_BY_RECEIVER,
                        Reason.MASTER_NOT_RESPONDING,
                        Confidence.CERTAIN,
                        "the adverts of " + from + " did not count at " + node + ": " + discarded.reason() + ", "
                                + discarded.detail() + changed(from, begin, end) + "; " + draft.tookOver());
            }
        }
        var hole = history.each(from, Fact.Hole.class)
                .filter(h -> history.place(h.stamp()) >= begin - SOON_NANOS && history.place(h.stamp()) <= end)
                .findFirst()
                .orElse(null);
        var sent = sending != null ? sending : sentIn(from, begin, end);
        if (sent == null) {
            draft.collect("the journal of " + from + " for that time" + (hole == null ? "" : ": " + hole.what()));
            return draft.is(
                    Rule.CANNOT_TELL,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CANNOT_TELL,
                    "the journal of " + from + " shows neither adverts nor a reason for none while " + node
                            + " heard nothing");
        }
        var apart = new Configurations(history, group).apart(from, node, at);
        if (apart != null) {
            apart.evidence().forEach(e -> draft.shows(e.stamp(), e.text()));
            return draft.is(
                    Rule.CONFIGURATIONS_DIFFER,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    apart.claim() + "; " + draft.tookOver());
        }
        return new LostOnTheWay(draft, from, begin, end).decide(sent);
    }

    private String changed(String from, long begin, long end) {
        return new Configurations(history, group).changed(List.of(from, node), begin, end);
    }

    /** How the last master left, at the end of its mastership; null when no journal here tells. */
    @Nullable Verdict left(String from, Stamp end) {
        var moved = history.each(from, Fact.Moved.class)
                .filter(m -> group.has(from, m.instance()) && m.stamp().equals(end))
                .findFirst()
                .orElse(null);
        if (moved != null) {
            return draft.because(moved, from);
        }
        return history.each(from, Fact.Ended.class)
                .filter(e -> e.how() != Fact.End.MISSING && e.stamp().equals(end))
                .findFirst()
                .map(e -> died(from, e))
                .orElse(null);
    }

    private Fact.@Nullable Moved leaving(String from, long begin) {
        return history.each(from, Fact.Moved.class)
                .filter(m -> group.has(from, m.instance()) && m.from() == Role.MASTER && m.to() != Role.MASTER)
                .filter(m -> history.place(m.stamp()) >= begin - MILLI && history.place(m.stamp()) < history.place(at))
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
        draft.shows(ended.stamp(), "the last that " + from + " recorded");
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
            draft.shows(next.stamp(), "its next run began");
            return next.boot().equals(before.boot())
                    ? draft.is(
                            Rule.DIRECTOR_DIED,
                            Reason.MASTER_NOT_RESPONDING,
                            Confidence.CERTAIN,
                            "the director of " + from
                                    + " was killed or crashed, without a goodbye (its machine was not booted, and its addresses stayed);"
                                    + " " + draft.tookOver())
                    : draft.is(
                            Rule.MACHINE_DIED,
                            Reason.MASTER_NOT_RESPONDING,
                            Confidence.CERTAIN,
                            "the machine of " + from + " went down without a goodbye and was booted again; "
                                    + draft.tookOver());
        }
        draft.collect("what the machine of " + from + " logged at that time: nothing in its journal follows");
        return draft.is(
                Rule.DIRECTOR_DIED,
                Reason.MASTER_NOT_RESPONDING,
                Confidence.LIKELY,
                from + " ended without a word: its director was killed or crashed, or its machine went down; "
                        + draft.tookOver());
    }

    private static long overlap(long from, long to, long begin, long end) {
        return Math.max(0, Math.min(to, end) - Math.max(from, begin));
    }
}
