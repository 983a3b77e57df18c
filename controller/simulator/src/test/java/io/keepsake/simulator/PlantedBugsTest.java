package io.keepsake.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.simulator.fault.Planner;
import io.keepsake.simulator.run.Simulation;
import io.keepsake.simulator.run.Simulation.Outcome;
import io.keepsake.simulator.shrink.Shrinker;
import io.keepsake.testkit.scenario.DataDriven;
import io.keepsake.testkit.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bug in the core is found, by the invariant that is there for it, and some are told as a scenario file. */
class PlantedBugsTest {
    private static final int SEEDS = 400;

    /** One of each kind, elections, servers, addresses and reloads, is told as well: shrinking takes a hundred runs. */
    private static final Set<Planted> TOLD = EnumSet.of(
            Planted.NOPREEMPT_PROTECTS_A_MASTER,
            Planted.DEAD_SERVERS_ARE_FORGOTTEN,
            Planted.GOES_WITHOUT_A_WORD,
            Planted.A_RELOAD_STARTS_ANEW);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void isCaught(Planted bug) throws IOException {
        var failure = firstFailure(bug);
        var violation = failure.violation();
        assertTrue(
                violation != null && bug.caughtBy().equals(violation.invariant()),
                () -> bug + " was caught by seed " + failure.plan().seed() + " as " + violation);
        if (TOLD.contains(bug)) {
            tell(bug, failure);
        }
    }

    private void tell(Planted bug, Outcome failure) throws IOException {
        var shrunk = Shrinker.shrink(bug, failure);
        assertTrue(
                shrunk.plan().injections().size() <= failure.plan().injections().size());
        requireScenario(shrunk.scenario());
    }

    private static Outcome firstFailure(Planted bug) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var outcome = Simulation.run(bug, Planner.plan(seed, bug.setup()), Set.of(bug.caughtBy()));
            if (outcome.violation() != null) {
                return outcome;
            }
        }
        throw new AssertionError(bug + " was not caught by " + SEEDS + " seeds");
    }

    /** What is told is a scenario file: it runs, and gives the answers that stand in it. */
    private void requireScenario(String text) throws IOException {
        var file = Files.writeString(directory.resolve("scenario.txt"), text);
        assertEquals(text, DataDriven.replay(file, new Scenario()::answer));
    }
}
