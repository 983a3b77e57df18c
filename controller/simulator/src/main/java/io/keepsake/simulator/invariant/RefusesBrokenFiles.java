package io.keepsake.simulator.invariant;

import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import io.keepsake.simulator.fault.ConfigEdit;

/** A file that lost what makes it a configuration is refused, and what is refused changes nothing. */
final class RefusesBrokenFiles implements OfDirector {
    private static final String NAME = "RefusesBrokenFiles";

    @Override
    public void after(DirectorTurn turn) {
        if (turn.event() instanceof ConfigAccepted accepted && accepted.text().startsWith(ConfigEdit.BROKEN)) {
            throw turn.violation(
                    NAME,
                    "a broken file is in force, with "
                            + accepted.config().instances().size() + " instances");
        }
        boolean still = turn.turn().effects().isEmpty() && turn.before().equals(turn.after());
        if (turn.event() instanceof ConfigRefused && !still) {
            throw turn.violation(NAME, "a file that was refused changes something");
        }
    }
}
