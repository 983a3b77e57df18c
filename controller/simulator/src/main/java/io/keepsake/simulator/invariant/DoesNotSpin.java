package io.keepsake.simulator.invariant;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.text.TextSink;

/** When its deadline came, a director next wants to be woken later: it makes progress and then sleeps. */
final class DoesNotSpin implements OfDirector {
    @Override
    public void after(DirectorTurn turn) {
        if (turn.event() instanceof DeadlineReached && turn.deadline() <= turn.at()) {
            throw turn.violation("DoesNotSpin", "wants to be woken again at " + TextSink.seconds(turn.deadline()));
        }
    }
}
