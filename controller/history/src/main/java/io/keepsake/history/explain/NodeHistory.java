package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.value.Moment;
import io.keepsake.history.explain.RecentFacts.Fact;
import io.keepsake.history.show.Spans;
import org.jspecify.annotations.Nullable;

/** What one run tells of the node as a whole. */
final class NodeHistory {
    private final long run;
    private final RecentFacts stalls = new RecentFacts();
    private final RecentFacts steps = new RecentFacts();
    private final RecentFacts holes = new RecentFacts();
    private long stallCount;
    private long longestStall;
    private long longestStallIndex;
    private long configIndex;
    private long kernelIndex;
    private Moment last = new Moment(0);
    private @Nullable String hole;
    private long holeIndex;
    private Moment holeFrom = new Moment(0);

    NodeHistory(long run) {
        this.run = run;
    }

    void onTurn(Turn turn) {
        var recorded = turn.recorded();
        endHole(recorded.at());
        last = recorded.at();
        onEvent(recorded.event(), recorded.index(), recorded.at());
    }

    private void onEvent(Event event, long index, Moment at) {
        switch (event) {
            case ClockEvent.LoopStalled e -> onStall(index, at, e.nanos());
            case ClockEvent.WallClockStepped e ->
                steps.add(new Fact(index, at, at, "", Spans.print(e.nanos()) + " (" + cite(index) + ")"));
            case OutcomeEvent.EventsDropped e ->
                holes.add(new Fact(
                        index,
                        last,
                        at,
                        "",
                        e.count() + " events were dropped before " + cite(index) + " because the inbox was full"));
            case OperatorEvent.ConfigAccepted _ -> configIndex = index;
            case LinkEvent.KernelRead _ -> kernelIndex = index;
            case ClockEvent.DeadlineReached _, ClockEvent.DeadlineRepeated _ -> {}
            case OutcomeEvent.EffectApplied _, OutcomeEvent.EffectFailed _, OutcomeEvent.ProgramRefused _ -> {}
            case LinkEvent.LinkSeen _, LinkEvent.LinkGone _, LinkEvent.AddressSeen _, LinkEvent.AddressGone _ -> {}
            case OperatorEvent.ProcessStarted _,
                    OperatorEvent.ConfigRefused _,
                    OperatorEvent.LeftoversRecalled _,
                    OperatorEvent.DrainRequested _,
                    OperatorEvent.DrainCancelled _,
                    OperatorEvent.SignalHeard _,
                    OperatorEvent.StopRequested _ -> {}
            case VrrpEvent _, HealthEvent _, IpvsEvent _, ScriptEvent _, JournalEvent _, Decision _ -> {}
        }
    }

    private void onStall(long index, Moment at, long nanos) {
        stalls.add(new Fact(index, at.plus(-nanos), at, "", Spans.print(nanos) + " (" + cite(index) + ")"));
        stallCount++;
        if (nanos > longestStall) {
            longestStall = nanos;
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
            holes.add(new Fact(holeIndex, holeFrom, at, "", text));
            hole = null;
        }
    }

    String cite(long index) {
        return run + "#" + index;
    }

    RecentFacts stalls() {
        return stalls;
    }

    /** Steps of the wall clock. */
    RecentFacts steps() {
        return steps;
    }

    RecentFacts holes() {
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

    String stallSummary() {
        return stallCount == 0
                ? "stalls of this process: none"
                : "stalls of this process: " + stallCount + ", the longest " + Spans.print(longestStall) + " ("
                        + cite(longestStallIndex) + ")";
    }
}
