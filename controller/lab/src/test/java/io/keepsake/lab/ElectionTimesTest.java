package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.value.Priority;
import io.keepsake.testkit.lab.Patience;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** When a node alone becomes master. RFC 9568 6.4.1. */
@Isolated("measures")
class ElectionTimesTest {
    @Test
    void theOwnerAdvertisesAsSoonAsItRuns() throws Exception {
        Cluster.timed(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            var started = Instant.now();
            node.start(Conf.V2.priority(255));
            var first = cluster.awaitMaster(node, Conf.V2);
            assertEquals(Priority.OWNER.value(), first.priority());
            var took = Duration.between(started, first.stamp());
            System.out.println("the owner's first advert after " + took.toMillis() + " ms");
            assertTrue(took.compareTo(Patience.scaled(Duration.ofMillis(1500))) < 0, took.toString());
            node.awaitTurn(BecameMaster.class);
            var birth = JournalsVerify.turns(node.journal()).getFirst().recorded();
            assertTrue(birth.event() instanceof ProcessStarted, birth.toString());
            var ready = Duration.between(birth.wall(), first.stamp());
            System.out.println("after the first event: " + ready.toMillis() + " ms");
            assertTrue(ready.compareTo(Patience.scaled(Duration.ofMillis(300))) < 0, ready.toString());
        });
    }

    @Test
    void aNodeAloneWaitsItsMasterDownIntervalBeforeItIsMaster() throws Exception {
        Cluster.timed(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            node.start(Conf.V2);
            var first = cluster.awaitMaster(node, Conf.V2);
            var begun = node.awaitTurn(BecameBackup.class);
            Cluster.assertDue(
                    "first advert", Conf.V2.masterDown(), begun.recorded().wall(), first.stamp());
            node.awaitTurn(BecameMaster.class);
            assertEquals(
                    1, JournalsVerify.events(node.journal(), BecameMaster.class).size());
        });
    }
}
