package io.keepsake.simulator.invariant;

import io.keepsake.core.event.HealthEvent;
import io.keepsake.world.Backends;

/** The answer to a checker that a reload took away counts for nothing, also where another has its name now. */
final class AnswersOfTheSuccessorOnly implements OfDirector {
    @Override
    public void after(DirectorTurn turn) {
        if (turn.event() instanceof HealthEvent event
                && Backends.isOfAnEarlierChecker(event)
                && !turn.before().health().equals(turn.after().health())) {
            throw turn.violation(
                    "AnswersOfTheSuccessorOnly",
                    event.checker() + " is " + VerdictsNeedResults.state(turn.after(), event.checker())
                            + " by an answer that an earlier checker asked for");
        }
    }
}
