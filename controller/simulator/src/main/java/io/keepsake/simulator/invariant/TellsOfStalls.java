package io.keepsake.simulator.invariant;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.ClockEvent.LoopStalled;

/** A deadline of an instance that the loop comes to much too late is not believed before it is told that it stood still. */
final class TellsOfStalls implements OfDirector {
    private static final long STALL_NANOS = 50_000_000L;

    private long toldAt = Long.MIN_VALUE;

    /** The deadline after the last turn, and since when it is that: a reload may set one that is over. */
    private long due = Long.MAX_VALUE;

    private long dueSince = Long.MIN_VALUE;

    @Override
    public void after(DirectorTurn turn) {
        if (turn.event() instanceof LoopStalled) {
            toldAt = turn.at();
        }
        var before = turn.before().vrrp();
        if (before != null && turn.before().links().read() && turn.event() instanceof DeadlineReached) {
            long late = turn.at() - Math.max(before.deadline().nanos(), dueSince);
            if (late > STALL_NANOS && toldAt < turn.at() - late) {
                throw turn.violation("TellsOfStalls", "came " + late + " ns late, and was not told so");
            }
        }
        var vrrp = turn.after().vrrp();
        long next = vrrp == null ? Long.MAX_VALUE : vrrp.deadline().nanos();
        if (next != due) {
            due = next;
            dueSince = turn.at();
        }
    }
}
