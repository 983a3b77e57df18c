package io.keepsake.simulator.invariant;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.ClockEvent.LoopStalled;

/** A deadline of an instance that the loop comes to much too late is not believed before it is told that it stood still. */
final class TellsOfStalls implements OfDirector {
    private static final long STALL_NANOS = 50_000_000L;

    private long toldAt = Long.MIN_VALUE;

    @Override
    public void after(DirectorTurn turn) {
        if (turn.event() instanceof LoopStalled) {
            toldAt = turn.at();
        }
        var vrrp = turn.before().vrrp();
        if (!(turn.event() instanceof DeadlineReached)
                || vrrp == null
                || !turn.before().links().read()) {
            return;
        }
        long due = vrrp.deadline().nanos();
        if (turn.at() > due && turn.at() - due > STALL_NANOS && toldAt < due) {
            throw turn.violation("TellsOfStalls", "came " + (turn.at() - due) + " ns late, and was not told so");
        }
    }
}
