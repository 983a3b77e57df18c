package io.keepsake.daemon.lab;

import static io.keepsake.daemon.lab.Program.KEEPALIVED;
import static io.keepsake.daemon.lab.Program.KEEPSAKE;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who becomes master. RFC 9568 6.4. */
class ElectionTest {
    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE", "KEEPSAKE, KEEPSAKE"})
    void theHigherPriorityIsMaster(Program higher, Program lower) throws Exception {
        Cluster.run(cluster -> {
            var first = cluster.node(133, higher);
            var second = cluster.node(135, lower);
            first.start(Conf.V3.priority(100));
            second.start(Conf.V3.priority(90));
            cluster.awaitMaster(first, Conf.V3);
            cluster.awaitOnly(first, Conf.VIP);
            var elected = Instant.now();
            cluster.pass(Conf.V3.masterDown().multipliedBy(2));
            cluster.assertQuiet(second, Conf.VIP, elected);
        });
    }

    /** Both start apart from each other, and hear each other as masters: the only time that addresses are compared. */
    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE", "KEEPSAKE, KEEPSAKE"})
    void atEqualPriorityTheHigherAddressWins(Program higher, Program lower) throws Exception {
        Cluster.run(cluster -> {
            var first = cluster.node(133, lower);
            var second = cluster.node(135, higher);
            first.host().cut();
            first.start(Conf.V3);
            second.start(Conf.V3);
            cluster.awaitMaster(first, Conf.V3);
            cluster.awaitMaster(second, Conf.V3);
            first.host().heal();
            cluster.awaitOnly(second, Conf.VIP);
        });
    }

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void atEqualPriorityARunningMasterStays(Program running, Program joining) throws Exception {
        Cluster.run(cluster -> {
            var first = cluster.node(133, running);
            var second = cluster.node(135, joining);
            first.start(Conf.V3);
            cluster.awaitMaster(first, Conf.V3);
            second.start(Conf.V3);
            var joined = Instant.now();
            // The director needs its time to start; keepalived has been waiting since.
            cluster.pass(Duration.ofSeconds(2));
            cluster.assertQuiet(second, Conf.VIP, joined);
            assertTrue(first.holds(Conf.VIP));
        });
    }

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

    @Test
    void theOwnerOfKeepalivedIsFollowed() throws Exception {
        Cluster.run(cluster -> {
            var second = cluster.node(135, KEEPSAKE);
            var first = cluster.node(133, KEEPALIVED);
            second.start(Conf.V3.priority(200));
            cluster.awaitMaster(second, Conf.V3);
            first.start(Conf.V3.priority(255));
            cluster.awaitMaster(first, Conf.V3);
            cluster.awaitOnly(first, Conf.VIP);
        });
    }
}
