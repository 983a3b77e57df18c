package io.keepsake.history.verify;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.ClockEvent.DeadlineRepeated;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.core.value.Moment;

/**
 * Whether this version wants to be called sooner than the recorded one did: its decisions then are the same, and late. A
 * director that was called late says so itself, in its {@code LoopStalled}; where it said nothing it did not want to be called.
 */
final class Overdue {
    /** What no director passes over in silence: 50 ms in each half of its turn, and as much again for what it does there. */
    private static final long SILENT_NANOS = 150_000_000;
    /** Once is chance: a loop that was interrupted behind its last look at the clock. */
    private static final int TIMES = 3;

    private Moment deadline = Moment.NEVER;
    /** Since when it has been overdue, if it is. */
    private Moment since = Moment.NEVER;

    private Moment last = Moment.NEVER;
    private long pendingNanos;
    private int times;

    /** Nothing is known of what was before. */
    void forget() {
        deadline = Moment.NEVER;
        last = Moment.NEVER;
        pendingNanos = 0;
        times = 0;
    }

    /** By how many nanoseconds it was too late when it was so for the third time; otherwise 0. */
    long of(NodeState before, Turn turn) {
        var at = turn.recorded().at();
        if (!before.deadline().equals(deadline)) {
            deadline = before.deadline();
            since = last.equals(Moment.NEVER) || deadline.reaches(last) ? deadline : last;
        }
        last = at;
        long nanos = deadline.equals(Moment.NEVER) ? 0 : Math.max(0, at.since(since));
        return switch (turn.recorded().event()) {
            case LoopStalled _, DeadlineRepeated _ -> {
                since = at;
                pendingNanos = 0;
                yield 0;
            }
            case DeadlineReached _ -> counted(nanos > SILENT_NANOS ? nanos : 0);
            // packets are heard before it is said that the loop stood still, and a heartbeat comes behind both
            case Heartbeat _ -> counted(pendingNanos);
            default -> {
                pendingNanos = nanos > SILENT_NANOS ? nanos : pendingNanos;
                yield 0;
            }
        };
    }

    private long counted(long nanos) {
        pendingNanos = 0;
        if (nanos == 0 || ++times < TIMES) {
            return 0;
        }
        times = 0;
        return nanos;
    }
}
