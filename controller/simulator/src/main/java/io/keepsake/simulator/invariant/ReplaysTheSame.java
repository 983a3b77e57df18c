package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.text.EventText;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import org.jspecify.annotations.Nullable;

/**
 * What a director was told, told again to a state that was printed as a checkpoint and read back, gives the same turns
 * and the same state. Each run is followed from its beginning for a while, and again from a checkpoint now and then: to
 * follow always would double the cost of a simulation. A stop and a reload change more at once than anything else does:
 * after each of them the checkpoint gives the state back.
 */
final class ReplaysTheSame implements Watcher {
    private static final int FOLLOW_TURNS = 80;
    private static final int REST_TURNS = 1_600;

    /** Whole states are compared less often than turns: those show the difference soon. */
    private static final int STATE_EVERY = 7;

    private final Fold[] folds;

    ReplaysTheSame(int machines) {
        folds = new Fold[machines];
    }

    private static final class Fold {
        private @Nullable NodeState state = NodeState.INITIAL;
        private int left = FOLLOW_TURNS;
    }

    @Override
    public void onStart(Machine machine) {
        folds[machine.number()] = new Fold();
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        var event = turn.recorded().event();
        if (event instanceof ConfigAccepted || event instanceof StopRequested || event instanceof LeftoversRecalled) {
            comesBack(machine, turn, after);
        }
        var fold = folds[machine.number()];
        if (--fold.left > 0) {
            if (fold.state != null) {
                fold.state = again(machine, fold.state, turn, after);
            }
        } else if (fold.state == null) {
            fold.state = NodeState.of(after.checkpoint());
            fold.left = FOLLOW_TURNS;
        } else {
            fold.state = null;
            fold.left = REST_TURNS;
        }
    }

    private static void comesBack(Machine machine, Turn turn, NodeState after) {
        if (!NodeState.of(after.checkpoint()).equals(after)) {
            throw new Violation(
                    "ReplaysTheSame",
                    machine.number(),
                    "#" + turn.recorded().index() + " "
                            + EventText.print(turn.recorded().event())
                            + " leads to a state that its checkpoint does not give back");
        }
    }

    private static NodeState again(Machine machine, NodeState state, Turn turn, NodeState after) {
        var reduced = machine.world().core().reduce(state, turn.recorded());
        boolean looksAtState = turn.recorded().index() % STATE_EVERY == 0;
        if (!reduced.turn().equals(turn) || looksAtState && !reduced.next().equals(after)) {
            throw new Violation(
                    "ReplaysTheSame",
                    machine.number(),
                    "#" + turn.recorded().index() + " "
                            + EventText.print(turn.recorded().event())
                            + " gives another turn or state when told again");
        }
        return reduced.next();
    }
}
