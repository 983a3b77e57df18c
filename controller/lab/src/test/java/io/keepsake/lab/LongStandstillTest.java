package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPALIVED;
import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.SeenAdvert;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A backup stands still while more adverts come than its socket or one reading of it may hold. */
@Isolated("stops processes for a time")
class LongStandstillTest {
    private static final Conf MASTER = Conf.V3.every(1).priority(100);
    private static final Conf BACKUP = MASTER.priority(90);

    /** How near to its time a backup may be, seen from the switch. */
    private static final Duration CLOSE = Duration.ofMillis(2);

    @Test
    void aBackupThatMissedAThousandAdvertsDoesNotTakeOverWhenItWakes() throws Exception {
        Cluster.run(cluster -> {
            var first = cluster.node(133, KEEPALIVED);
            var second = cluster.node(135, KEEPSAKE);
            first.start(MASTER);
            cluster.awaitMaster(first, MASTER);
            second.start(BACKUP);
            second.process().awaitOutput("MasterFollowed", Cluster.SOON);
            cluster.pass(Duration.ofSeconds(1));
            var paused = Instant.now();
            second.process().pause();
            cluster.pass(Duration.ofSeconds(15));
            second.process().resume();
            cluster.pass(Duration.ofMillis(500));
            // where the machine has no CPU for the master, the backup is right to take over after its 36 ms
            var after = cluster.adverts(second, paused);
            if (!after.isEmpty()) {
                var takeover = after.getFirst().stamp();
                var last = cluster.adverts(first, paused).stream()
                        .map(SeenAdvert::stamp)
                        .filter(takeover::isAfter)
                        .max(Instant::compareTo)
                        .orElseThrow();
                var silence = Duration.between(last, takeover);
                assertTrue(
                        silence.compareTo(BACKUP.masterDown().minus(CLOSE)) >= 0,
                        () -> "took over at " + takeover + ", " + silence + " after an advert of the master");
            }
            cluster.awaitOnly(first, Conf.VIP);
        });
    }
}
