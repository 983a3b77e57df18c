package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.AdvertDiscarded;
import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.DiscardReason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A higher priority returns. RFC 9568 6.4.2, Preempt_Mode. */
class PreemptionTest {
    private static final Conf HIGH = Conf.V3.priority(100);
    private static final Conf LOW = Conf.V3.priority(90);

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE", "KEEPSAKE, KEEPSAKE"})
    void aHigherPriorityTakesOverAfterAWholeMasterDownInterval(Program higher, Program lower) throws Exception {
        Cluster.timed(cluster -> {
            var low = cluster.node(133, lower);
            var high = cluster.node(135, higher);
            low.start(LOW);
            cluster.awaitMaster(low, LOW);
            var started = Instant.now();
            high.start(HIGH);
            var takeover = cluster.awaitMaster(high, HIGH, started);
            cluster.awaitOnly(high, Conf.VIP);
            if (high.ours()) {
                var begun = high.awaitTurn(BecameBackup.class);
                Cluster.assertDue(
                        "preemption", HIGH.masterDown(), begun.recorded().wall(), takeover.stamp());
                high.awaitTurn(BecameMaster.class);
                var left = JournalsVerify.events(high.journal(), AdvertDiscarded.class);
                assertTrue(left.size() >= 2, left.toString());
                assertTrue(left.stream().allMatch(d -> d.reason() == DiscardReason.LOWER_PRIORITY), left.toString());
            }
            var since = cluster.adverts(low, takeover.stamp());
            // Ours says one last word, which makes the winner announce its addresses; keepalived goes silently.
            assertTrue(since.size() <= 1, since.toString());
            assertTrue(Duration.between(
                                    takeover.stamp(),
                                    low.watch()
                                            .awaitRemoved(Conf.VIP, takeover.stamp(), Cluster.SOON)
                                            .at())
                            .compareTo(Cluster.late())
                    < 0);
        });
    }

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void nopreemptLeavesALowerMasterAlone(Program higher, Program lower) throws Exception {
        Cluster.timed(cluster -> {
            var low = cluster.node(133, lower);
            var high = cluster.node(135, higher);
            low.start(LOW);
            cluster.awaitMaster(low, LOW);
            var started = Instant.now();
            high.start(HIGH.with("nopreempt"));
            if (high.ours()) {
                high.process().awaitOutput("MasterFollowed", Cluster.SOON);
            }
            cluster.pass(HIGH.masterDown().multipliedBy(3));
            cluster.assertQuiet(high, Conf.VIP, started);

            var stopped = Instant.now();
            low.stop();
            cluster.awaitMaster(high, HIGH, stopped);
            assertEquals(
                    HIGH.priority(), cluster.lastAdvert(high, Instant.now()).priority());
        });
    }
}
