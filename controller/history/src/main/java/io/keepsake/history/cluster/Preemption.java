package io.keepsake.history.cluster;

import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.PreemptDelayed;
import io.keepsake.core.event.Decision.PriorityChanged;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.Why;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.Verdict.Confidence;
import io.keepsake.history.cluster.Verdict.Reason;
import io.keepsake.history.cluster.Verdict.Rule;
import io.keepsake.history.show.Counted;
import io.keepsake.history.show.Spans;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The verdict where a node took over from a master that it heard, since that one has the lower priority. */
final class Preemption {
    /** A change of priority within this before is taken to have led to it. */
    private static final long LATELY_NANOS = 20_000_000_000L;

    /** So long before a start, or the end of a fault, is told with it. */
    private static final long STARTED_NANOS = 60_000_000_000L;

    private static final long MILLI = 1_000_000;

    private final VerdictDraft draft;
    private final ClusterHistory history;
    private final Group group;
    private final String node;
    private final InstanceName instance;
    private final Stamp at;
    private final DownTimer timer;

    private Preemption(VerdictDraft draft, DownTimer timer) {
        this.draft = draft;
        this.timer = timer;
        history = draft.history();
        group = draft.group();
        node = draft.node();
        instance = draft.instance();
        at = draft.at();
    }

    /** Null when it heard no lower master up to the takeover. */
    static @Nullable Verdict of(VerdictDraft draft, DownTimer timer) {
        var preemption = new Preemption(draft, timer);
        var lower = preemption.refused();
        return lower == null ? null : preemption.preempted(lower);
    }

    /** A lower master whose adverts it let pass, up to the takeover. */
    private Fact.@Nullable Discarded refused() {
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
        var lost = lostBefore(lower);
        if (lost != null) {
            return faster(lost, who, lower);
        }
        draft.shows(
                lower.first(),
                Counted.of(lower.count(), "advert") + " of " + who + " with a lower priority: " + lower.detail());
        var change = history.each(node, Fact.Decided.class)
                .filter(d -> d.decision() instanceof PriorityChanged p
                        && p.instance().equals(instance)
                        && p.to().value() > p.from().value())
                .filter(d -> draft.before(d.stamp()) && at.moment() - d.stamp().moment() < LATELY_NANOS)
                .reduce((_, b) -> b)
                .orElse(null);
        var theirs = history.each(who, Fact.Decided.class)
                .filter(d -> d.decision() instanceof PriorityChanged p
                        && group.has(who, p.instance())
                        && p.to().value() < p.from().value())
                .filter(d -> history.place(d.stamp()) <= history.place(at)
                        && history.place(at) - history.place(d.stamp()) < LATELY_NANOS)
                .reduce((_, b) -> b)
                .orElse(null);
        if (theirs != null && (change == null || history.place(theirs.stamp()) >= history.place(change.stamp()))) {
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
        var delayed = delayed();
        long waited = delayed == null ? 0 : delayed.nanos();
        var began = begun(STARTED_NANOS + waited);
        if (delayed != null) {
            draft.shows(delayed.since(), "it heard " + who + ", and preempt_delay began");
        }
        return draft.is(
                Rule.PREEMPTED_AS_CONFIGURED,
                Reason.PREEMPTED,
                Confidence.CERTAIN,
                node + " preempted " + who + ", whose priority is lower, as configured" + began
                        + (delayed == null ? "" : ", and preempt_delay had kept it back for " + Spans.print(waited)));
    }

    private record Delayed(Stamp since, Moment until) {
        /** To the millisecond, for it runs from the arrival of an advert and not from when that was taken up. */
        long nanos() {
            return Math.round((until.nanos() - since.moment()) / (double) MILLI) * MILLI;
        }
    }

    /** What kept it back while adverts still set the timer that ended; null when nothing did. */
    private @Nullable Delayed delayed() {
        return history.each(node, Fact.Decided.class)
                .filter(d -> draft.before(d.stamp()) && d.stamp().clock().equals(at.clock()))
                .flatMap(d -> d.decision() instanceof PreemptDelayed p
                                && p.instance().equals(instance)
                                && p.until().nanos() <= at.moment()
                                && p.until().nanos() > timer.armedAt().nanos()
                        ? Stream.of(new Delayed(d.stamp(), p.until()))
                        : Stream.empty())
                .reduce((_, b) -> b)
                .orElse(null);
    }

    /** The master whose advert set the timer, when it is another than the lower one. */
    private Fact.@Nullable Heard lostBefore(Fact.Discarded lower) {
        long armed = timer.armedAt().nanos();
        return history.each(node, Fact.Heard.class)
                .filter(h -> timer.armed() == Armed.ADVERT && h.instance().equals(instance))
                .filter(h -> !h.source().equals(lower.source()) && h.priority() > 0)
                .filter(h -> h.last().clock().equals(at.clock())
                        && h.first().moment() <= armed
                        && h.last().moment() >= armed)
                .findFirst()
                .orElse(null);
    }

    /** The master went silent, and one with a lower priority was faster than this one. */
    private Verdict faster(Fact.Heard lost, String who, Fact.Discarded lower) {
        draft.shows(lost.last(), "the last advert of " + history.router(lost.source()));
        draft.shows(lower.first(), Counted.of(lower.count(), "advert") + " of " + who + ": " + lower.detail());
        return draft.is(
                Rule.PREEMPTED_AS_CONFIGURED,
                Reason.PREEMPTED,
                Confidence.CERTAIN,
                node + " preempted " + who + ", whose priority is lower: both had lost " + history.router(lost.source())
                        + ", and " + who + " was master a little sooner");
    }

    private static String changed(Object decision) {
        return decision instanceof PriorityChanged p ? p.from() + " -> " + p.to() + ", " + p.because() : "";
    }

    /** What brought it there: its start, the end of a fault. */
    private String begun(long within) {
        var last = history.each(node, Fact.Moved.class)
                .filter(m -> m.instance().equals(instance)
                        && draft.before(m.stamp())
                        && !m.stamp().equals(at))
                .reduce((_, b) -> b)
                .orElse(null);
        if (last == null || at.moment() - last.stamp().moment() > within) {
            return "";
        }
        draft.shows(last.stamp(), last.decision() == null ? last.to().toString() : EventText.print(last.decision()));
        var read = new Configurations(history, group).readAt(last.stamp());
        if (last.from() == Role.INIT && !read.isEmpty()) {
            return ", after " + read;
        }
        if (last.decision() instanceof BecameBackup b && b.why() instanceof Why.Demoted d) {
            return d.hold().kind() == Hold.Kind.HOLD ? ", after it had been on hold" : ", after it had been demoted";
        }
        return last.from() == Role.FAULT
                ? ", after its fault cleared"
                : last.from() == Role.INIT ? ", after it started" : "";
    }
}
