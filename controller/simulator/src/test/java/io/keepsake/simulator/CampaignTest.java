package io.keepsake.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.simulator.coverage.Coverage;
import io.keepsake.simulator.fault.Setup;
import io.keepsake.simulator.run.Campaign;
import io.keepsake.simulator.run.Simulation.Outcome;
import io.keepsake.simulator.shrink.Shrinker;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A thousand worlds of ten minutes ({@code -Dseeds=} of them), and then some more at a time, five thousand at most,
 * until every state, transition, decision and reason was reached. With fewer, not everything need be.
 */
class CampaignTest {
    private static final int DEFAULT = 1_000;
    private static final int MORE = 200;
    private static final int MOST = 5_000;
    private static final int SEEDS = Integer.getInteger("seeds", DEFAULT);

    @Test
    void nothingGoesWrongAndEverythingIsReached() throws InterruptedException {
        var coverage = nothingGoesWrong(0, SEEDS);
        if (SEEDS >= DEFAULT) {
            for (int first = SEEDS; first < MOST && !coverage.missing().isEmpty(); first += MORE) {
                coverage.add(nothingGoesWrong(first, MORE));
            }
            assertEquals(List.of(), coverage.missing());
            assertEquals(List.of(), coverage.wronglyUnreachable());
        }
    }

    private static Coverage nothingGoesWrong(long first, int seeds) throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        var result = new Campaign(Setup.DEFAULT, first, seeds, threads).run();
        assertEquals(
                List.of(),
                result.failures().stream().limit(3).map(CampaignTest::print).toList());
        assertEquals(seeds, result.seeds());
        return result.coverage();
    }

    private static String print(Outcome failure) {
        var shrunk = Shrinker.shrink(failure);
        return "seed " + failure.plan().seed() + ": " + shrunk.violation().print() + "\n" + shrunk.scenario();
    }
}
