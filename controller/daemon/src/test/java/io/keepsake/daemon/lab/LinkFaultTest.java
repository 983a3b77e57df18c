package io.keepsake.daemon.lab;

import static io.keepsake.daemon.lab.Program.KEEPALIVED;
import static io.keepsake.daemon.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.AddressTaken;
import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.value.FaultReason;
import io.keepsake.testkit.lab.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cable is pulled, and an address is taken away behind the master's back. */
class LinkFaultTest {
    private static final Conf HIGH = Conf.V3.priority(100);
    private static final Conf LOW = Conf.V3.priority(90);

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void aMasterWithoutCarrierGivesTheAddressUpAndTakesItBack(Program higher, Program lower) throws Exception {
        Cluster.timed(cluster -> {
            var high = cluster.node(133, higher);
            var low = cluster.node(135, lower);
            high.start(HIGH);
            low.start(LOW);
            cluster.awaitMaster(high, HIGH);
            cluster.awaitOnly(high, Conf.VIP);
            if (low.ours()) {
                low.process().awaitOutput("MasterFollowed", Cluster.SOON);
            }
            var pulled = Instant.now();
            high.host().unplug();
            var removed = high.watch().awaitRemoved(Conf.VIP, pulled, Cluster.SOON);
            assertTrue(Duration.between(pulled, removed.at())
                            .compareTo(Cluster.late().multipliedBy(2))
                    < 0);
            var takeover = cluster.awaitMaster(low, LOW, pulled);
            Cluster.assertDue(
                    "takeover after the cable was pulled",
                    LOW.masterDown(),
                    cluster.lastAdvert(high, takeover.stamp()).stamp(),
                    takeover.stamp());

            var plugged = Instant.now();
            high.host().plug();
            var back = cluster.awaitMaster(high, HIGH, plugged);
            cluster.awaitOnly(high, Conf.VIP);
            var waited = Duration.between(plugged, back.stamp());
            assertTrue(waited.compareTo(HIGH.masterDown().minusMillis(1)) > 0, waited.toString());
            if (high.ours()) {
                Await.until(
                        "the last transition",
                        Cluster.SOON,
                        () -> transitions(high).size() >= 5);
                assertEquals(
                        List.of(
                                BecameBackup.class,
                                BecameMaster.class,
                                BecameFault.class,
                                BecameBackup.class,
                                BecameMaster.class),
                        transitions(high));
                var fault =
                        JournalsVerify.events(high.journal(), BecameFault.class).getFirst();
                assertEquals(
                        List.of(FaultReason.INTERFACE_DOWN),
                        fault.reasons().stream().map(cause -> cause.reason()).toList());
            }
        });
    }

    private static List<Class<?>> transitions(Node node) {
        return JournalsVerify.events(node.journal(), Decision.class).stream()
                .<Class<?>>map(Object::getClass)
                .filter(kind -> kind.getSimpleName().startsWith("Became"))
                .toList();
    }

    /** As keepalived: the master says goodbye and everybody elects again; the theft costs one skew. */
    @Test
    void anAddressThatIsTakenAwayIsAnnouncedAndElectedAgain() throws Exception {
        Cluster.timed(cluster -> {
            var high = cluster.node(133, KEEPSAKE);
            var low = cluster.node(135, KEEPALIVED);
            high.start(HIGH);
            low.start(LOW);
            cluster.awaitMaster(high, HIGH);
            cluster.awaitOnly(high, Conf.VIP);
            high.process().awaitOutput("AddressSeen.*192.168.181.100", Cluster.SOON);

            var taken = Instant.now();
            high.host().run("ip", "address", "del", Conf.VIP + "/32", "dev", Node.LINK);
            var goodbye =
                    cluster.awaitAdvert("goodbye", taken, seen -> seen.from() == high.host() && seen.priority() == 0);
            assertTrue(Duration.between(taken, goodbye.stamp()).compareTo(Cluster.late()) < 0);
            // Ours has the shorter skew, so it is master again before the other one.
            var again = cluster.awaitMaster(high, HIGH, goodbye.stamp());
            var decided = high.awaitTurn(AddressTaken.class).recorded().wall();
            Cluster.assertDue("elected again", HIGH.skew(), decided, again.stamp());
            high.watch().awaitAdded(Conf.VIP, taken, Cluster.SOON);
            cluster.awaitOnly(high, Conf.VIP);
            high.process().awaitOutput("AddressTaken", Cluster.SOON);
            assertEquals(
                    1, JournalsVerify.events(high.journal(), AddressTaken.class).size());
        });
    }
}
