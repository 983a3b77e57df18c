package io.keepsake.simulator.invariant;

import io.keepsake.core.effect.Effect.Change;
import java.util.HashSet;

/** A change is asked of the kernel once, and not again before the kernel has answered. */
final class AsksOnce implements OfDirector {
    @Override
    public void after(DirectorTurn turn) {
        if (turn.sameKernel() || turn.turn().effects().stream().noneMatch(Change.class::isInstance)) {
            return;
        }
        var waiting = turn.after().kernel().unanswered().keySet();
        var asked = new HashSet<Change>();
        turn.before().kernel().unanswered().forEach((effect, change) -> {
            if (waiting.contains(effect)) {
                asked.add(change);
            }
        });
        for (var effect : turn.turn().effects()) {
            if (effect instanceof Change change && !asked.add(change)) {
                throw turn.violation("AsksOnce", "asks again before an answer: " + change);
            }
        }
    }
}
