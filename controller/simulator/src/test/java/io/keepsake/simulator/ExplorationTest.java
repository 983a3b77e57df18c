package io.keepsake.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.simulator.exhaustive.Cases;
import io.keepsake.simulator.exhaustive.Exploration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every order of events: two nodes and three losses, three nodes and one. The command goes to two. */
class ExplorationTest {
    @ParameterizedTest
    @EnumSource
    void twoNodesAndThreeLosses(Cases which) {
        assertTrue(new Exploration(which.configs(2), 3).run().states() > 20);
    }

    @ParameterizedTest
    @EnumSource
    void threeNodesAndOneLoss(Cases which) {
        assertTrue(new Exploration(which.configs(3), 1).run().states() > 20);
    }
}
