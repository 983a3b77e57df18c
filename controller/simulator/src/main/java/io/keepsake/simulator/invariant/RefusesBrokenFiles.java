package io.keepsake.simulator.invariant;

import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import io.keepsake.simulator.fault.ConfigEdit;
import java.util.Objects;

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
        if (!(turn.event() instanceof ConfigRefused)) {
            return;
        }
        // Work on the IPVS table that waited for a turn of its own may be done in this one.
        boolean still = turn.turn().decisions().isEmpty()
                && turn.turn().effects().stream().allMatch(ProgramIpvs.class::isInstance)
                && Objects.equals(turn.before().configured(), turn.after().configured())
                && turn.before().links().equals(turn.after().links());
        if (!still) {
            throw turn.violation(NAME, "a file that was refused changes something");
        }
    }
}
