package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.simulator.world.Machine;
import io.keepsake.simulator.world.Watcher;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Checks each run of each director by itself: {@link DirectorCheck}. */
final class EveryRun implements Watcher {
    private final Map<Machine, DirectorCheck> checks = new HashMap<>();

    @Override
    public void onStart(Machine machine) {
        checks.put(machine, new DirectorCheck(machine.number()));
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        Objects.requireNonNull(checks.get(machine)).after(before, turn, after);
    }
}
