package io.keepsake.core;

import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.Event;
import io.keepsake.core.value.Moment;

/**
 * The order in which a loop takes what waits for it, that of the director and that of simulated worlds: packets before the
 * deadline that they may move, and a stall before the deadline that came in it is believed (decision 0009). Between
 * {@link #begin} and {@link #end} the loop takes its inbox, and may stand still there too.
 */
public final class LoopTurn {
    /** Lateness above this is an event: a fraction of the shortest useful election, far above the scheduler's noise. */
    private static final long STALL_NANOS = 50_000_000L;

    private final Loop loop;

    /** Up to when it was measured how long the loop stood still. */
    private Moment measuredAt = new Moment(Long.MIN_VALUE);

    /** What a loop can do. */
    public interface Loop {
        Moment now();

        /** When the core wants to be called. */
        Moment deadline();

        /** Takes the packets that wait; gives how long in nanoseconds one of them has waited at most. */
        long hear();

        void take(Event event);

        /**
         * How long the thread of the loop has wanted a CPU and got none since this was last asked, in nanoseconds, or
         * {@link LoopStalled#UNKNOWN}. Asked when it stood still.
         */
        long waitedForCpu();

        /** The deadline is reached, and nothing is left that would move it. */
        void takeDeadline();
    }

    public LoopTurn(Loop loop) {
        this.loop = loop;
    }

    /**
     * The first of a turn.
     *
     * @param due when the loop wanted to be woken
     */
    public void begin(Moment due) {
        hear(due);
    }

    /** The last of a turn. */
    public void end() {
        if (loop.now().reaches(loop.deadline())) {
            // Whatever the loop did meanwhile (the inbox, opening sockets): what waits in the sockets comes first.
            hear(loop.deadline().reaches(measuredAt) ? loop.deadline() : measuredAt);
            if (loop.now().reaches(loop.deadline())) {
                loop.takeDeadline();
            }
        }
    }

    private void hear(Moment due) {
        measuredAt = loop.now();
        long late = measuredAt.since(due);
        long heard = loop.hear();
        // while it heard what had come meanwhile it was late still
        long stalled = late > heard ? loop.now().since(due) : heard;
        if (Math.max(late, heard) > STALL_NANOS) {
            long waited = loop.waitedForCpu();
            loop.take(new LoopStalled(stalled, Math.min(waited, stalled)));
        }
    }
}
