package io.keepsake.simulator.invariant;

import io.keepsake.core.effect.Effect.Change;
import java.util.HashSet;

/** A change is asked of the kernel once, and not again before the kernel has answered. */
final class AsksOnce implements OfDirector {
    @Override
    public void after(DirectorTurn turn) {
        if (turn.sameKernel()) {
            return;
        }
        var asked = new HashSet<>(turn.before().kernel().inFlight().values());
        asked.removeIf(change -> !turn.after().kernel().inFlight().containsValue(change));
        for (var effect : turn.turn().effects()) {
            if (effect instanceof Change change && !asked.add(change)) {
                throw turn.violation("AsksOnce", "asks again before an answer: " + change);
            }
        }
    }
}
