package io.keepsake.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.simulator.fault.Setup;
import io.keepsake.simulator.run.Campaign;
import io.keepsake.simulator.run.Simulation.Outcome;
import io.keepsake.simulator.shrink.Shrinker;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three thousand worlds of ten minutes. With {@code -Dseeds=} fewer, not everything need be reached. */
class CampaignTest {
    private static final int SEEDS = Integer.getInteger("seeds", 3_000);

    @Test
    void nothingGoesWrongAndEverythingIsReached() throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        var result = new Campaign(Setup.DEFAULT, 0, SEEDS, threads).run();
        assertEquals(
                List.of(),
                result.failures().stream().limit(3).map(CampaignTest::print).toList());
        assertEquals(SEEDS, result.seeds());
        if (SEEDS >= 3_000) {
            assertEquals(List.of(), result.coverage().missing());
        }
    }

    private static String print(Outcome failure) {
        var shrunk = Shrinker.shrink(failure);
        return "seed " + failure.plan().seed() + ": " + shrunk.violation().print() + "\n" + shrunk.scenario();
    }
}
