package io.keepsake.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.simulator.coverage.Coverage;
import io.keepsake.simulator.fault.Planner;
import io.keepsake.simulator.fault.Setup;
import io.keepsake.simulator.run.Simulation;
import io.keepsake.world.Machine;
import io.keepsake.world.Watcher;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A seed says everything. */
class DeterminismTest {
    @Test
    void aSeedGivesTheSameTurnsTwice() {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(run(seed), run(seed), "seed " + seed);
        }
    }

    @Test
    void aWorldWithoutFaultsSuffersNone() {
        var coverage = new Coverage();
        var setup = new Setup(3, 1, 0, "", 60_000_000_000L, Set.of(), false);
        var outcome = Simulation.run(Planner.plan(1, setup), coverage);
        assertEquals(null, outcome.violation());
        assertEquals(
                0,
                coverage.counts().keySet().stream()
                        .filter(k -> k.startsWith("injection"))
                        .count());
    }

    private static int run(long seed) {
        var hash = new Hash();
        Simulation.run(Planner.plan(seed, Setup.DEFAULT), hash);
        return hash.value;
    }

    private static final class Hash implements Watcher {
        private int value;

        @Override
        public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
            value = 31 * value + 7 * machine.number() + turn.toString().hashCode();
        }
    }
}
