package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPALIVED;
import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A backup stands still while more adverts come than its socket or one reading of it may hold. */
@Isolated("stops processes for a time")
class LongStandstillTest {
    private static final Conf MASTER = Conf.V3.every(1).priority(100);

    @Test
    void aBackupThatMissedAThousandAdvertsDoesNotTakeOverWhenItWakes() throws Exception {
        Cluster.run(cluster -> {
            var first = cluster.node(133, KEEPALIVED);
            var second = cluster.node(135, KEEPSAKE);
            first.start(MASTER);
            cluster.awaitMaster(first, MASTER);
            second.start(MASTER.priority(90));
            second.process().awaitOutput("MasterFollowed", Cluster.SOON);
            cluster.pass(Duration.ofSeconds(1));
            var paused = Instant.now();
            second.process().pause();
            cluster.pass(Duration.ofSeconds(15));
            second.process().resume();
            cluster.pass(Duration.ofMillis(500));
            assertEquals(java.util.List.of(), cluster.adverts(second, paused));
            assertFalse(second.holds(Conf.VIP));
        });
    }
}
