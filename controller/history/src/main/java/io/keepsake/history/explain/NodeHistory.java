package io.keepsake.history.explain;

import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.Why;
import io.keepsake.core.value.Moment;
import io.keepsake.history.explain.AdvertLog.Heard;
import io.keepsake.history.explain.RecentFacts.Happening;
import io.keepsake.history.fold.FoldStep.Folded;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Spans;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one run tells of the node as a whole. */
final class NodeHistory {
    /** A deadline that was taken up so late counts as a stall, whether the loop told one or not. */
    private static final long LATE_NANOS = 10_000_000L;

    /** So long after a pause what comes is taken for its consequence. */
    private static final int RECENT_INTERVALS = 3;

    /** With the interval in which a pause begins, backups miss one advert more than this. */
    private static final int SILENCE_INTERVALS = 2;

    private final long run;
    private final Clock clock;
    private final RecentFacts<Happening> stalls = new RecentFacts<>();
    private final RecentFacts<Happening> steps = new RecentFacts<>();
    private final RecentFacts<Happening> holes = new RecentFacts<>();
    private long stallCount;
    private long longestStall;
    private long longestStallIndex;
    private Moment lastStall = new Moment(Long.MIN_VALUE);
    private @Nullable Moment lastBeat;
    private long configIndex;
    private long kernelIndex;
    private Moment last = new Moment(0);
    private long lastIndex;
    private @Nullable String hole;
    private long holeIndex;
    private Moment holeFrom = new Moment(0);

    /** @param clock by which times are told */
    NodeHistory(long run, Clock clock) {
        this.run = run;
        this.clock = clock;
    }

    void onTurn(Folded folded) {
        var recorded = folded.turn().recorded();
        endHole(recorded.at());
        onEvent(recorded.event(), recorded.index(), recorded.at());
        if (recorded.event() instanceof ClockEvent.DeadlineReached) {
            var due = due(folded);
            if (due != null) {
                onDeadline(recorded.index(), due, recorded.at());
            }
        }
        last = recorded.at();
        lastIndex = recorded.index();
    }

    private void onEvent(Event event, long index, Moment at) {
        if (event instanceof ClockEvent.LoopStalled e) {
            var waited = e.waitedNanos() == ClockEvent.LoopStalled.UNKNOWN
                    ? ""
                    : ", wanting a CPU for " + Spans.print(e.waitedNanos()) + " of it";
            onStall(index, at.plus(-e.nanos()), at, Spans.print(e.nanos()) + " (" + cite(index) + waited + ")");
        } else if (event instanceof JournalEvent.Heartbeat e) {
            onHeartbeat(e, index, at);
        } else if (event instanceof ClockEvent.WallClockStepped e) {
            steps.add(new Happening(at, at, Spans.print(e.nanos()) + " (" + cite(index) + ")"));
        } else if (event instanceof OutcomeEvent.EventsDropped e) {
            var text = e.count() + " events were dropped before " + cite(index) + " because the inbox was full";
            holes.add(new Happening(last, at, text));
        } else if (event instanceof OperatorEvent.ConfigAccepted) {
            configIndex = index;
        } else if (event instanceof LinkEvent.KernelRead) {
            kernelIndex = index;
        }
    }

    /** What was due: by the state before, or where that is not known by what was decided; null when neither tells. */
    private static @Nullable Moment due(Folded folded) {
        var before = folded.before();
        return before != null
                ? before.deadline()
                : folded.turn().decisions().stream()
                        .map(NodeHistory::due)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    private static @Nullable Moment due(Decision decision) {
        return decision instanceof Decision.BecameMaster d && d.why() instanceof Why.MasterDownExpired(var timer)
                ? timer.due()
                : null;
    }

    private void onDeadline(long index, Moment due, Moment at) {
        boolean told = lastStall.compareTo(due) >= 0;
        if (at.since(due) >= LATE_NANOS && !told) {
            onStall(
                    index,
                    due,
                    at,
                    "it woke " + Spans.print(at.since(due)) + " after a deadline (" + cite(index) + ")");
        }
    }

    /** It tells the worst since the one before; of what was told one by one it adds nothing. */
    private void onHeartbeat(JournalEvent.Heartbeat beat, long index, Moment at) {
        var since = lastBeat == null ? at.plus(-JournalEvent.Heartbeat.EVERY_NANOS) : lastBeat;
        boolean told = !stalls.within(since, at).isEmpty();
        if (beat.lateNanos() >= LATE_NANOS && !told) {
            onStall(
                    index,
                    at.plus(-beat.lateNanos()),
                    at,
                    "it woke up to " + Spans.print(beat.lateNanos()) + " late in the " + Spans.print(at.since(since))
                            + " before " + cite(index));
        }
        lastBeat = at;
    }

    private void onStall(long index, Moment from, Moment to, String text) {
        stalls.add(new Happening(from, to, text));
        stallCount++;
        lastStall = to;
        if (to.since(from) > longestStall) {
            longestStall = to.since(from);
            longestStallIndex = index;
        }
    }

    void onLost(long from, String what) {
        if (hole == null) {
            holeFrom = last;
            holeIndex = from;
            hole = what;
        }
    }

    private void endHole(Moment at) {
        if (hole != null) {
            var text = (holeIndex == 0 ? "" : "from " + cite(holeIndex) + " on, ") + hole;
            holes.add(new Happening(holeFrom, at, text));
            hole = null;
        }
    }

    Clock clock() {
        return clock;
    }

    /** When an advert had arrived. */
    String time(Heard heard) {
        return clock.time(Instant.ofEpochSecond(heard.wall() / 1_000_000_000L, heard.wall() % 1_000_000_000L));
    }

    String cite(long index) {
        return index == 0 ? "in a part that was not read" : run + "#" + index;
    }

    RecentFacts<Happening> stalls() {
        return stalls;
    }

    /**
     * The last pause in a span of time in which a master sent nothing for so long that others may have missed it.
     *
     * @param intervalNanos of adverts
     */
    @Nullable Happening silencing(Moment from, Moment to, long intervalNanos) {
        var within = stalls.within(from, to).stream()
                .filter(stall -> stall.to().since(stall.from()) > SILENCE_INTERVALS * intervalNanos)
                .filter(stall -> to.since(stall.to()) <= RECENT_INTERVALS * intervalNanos)
                .toList();
        return within.isEmpty() ? null : within.getLast();
    }

    /** Steps of the wall clock. */
    RecentFacts<Happening> steps() {
        return steps;
    }

    RecentFacts<Happening> holes() {
        return holes;
    }

    long configIndex() {
        return configIndex;
    }

    long kernelIndex() {
        return kernelIndex;
    }

    Moment last() {
        return last;
    }

    long lastIndex() {
        return lastIndex;
    }

    /** What is counted is counted from here. */
    void beginWindow() {
        stallCount = 0;
        longestStall = 0;
    }

    String stallSummary() {
        return stallCount == 0
                ? "stalls of this process: none"
                : "stalls of this process: " + stallCount + ", the longest " + Spans.print(longestStall) + " ("
                        + cite(longestStallIndex) + ")";
    }
}
