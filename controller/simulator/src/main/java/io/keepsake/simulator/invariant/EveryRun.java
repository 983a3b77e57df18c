package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.world.Machine;
import io.keepsake.world.Watcher;
import java.util.Set;
import java.util.stream.IntStream;

/** Checks each run of each director by itself: {@link DirectorCheck}. */
final class EveryRun implements Watcher {
    private final DirectorCheck[] checks;
    private final Set<String> only;

    EveryRun(int machines, Set<String> only) {
        this.only = only;
        checks = IntStream.range(0, machines)
                .mapToObj(i -> new DirectorCheck(i, only))
                .toArray(DirectorCheck[]::new);
    }

    @Override
    public void onStart(Machine machine) {
        checks[machine.number()] = new DirectorCheck(machine.number(), only);
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        checks[machine.number()].after(before, turn, after);
    }
}
