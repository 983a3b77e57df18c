package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPALIVED;
import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.AddressTaken;
import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.Decision.LinkChangeCounts;
import io.keepsake.core.value.FaultReason;
import io.keepsake.testkit.lab.Await;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** A short loss is nothing, and one that lasts counts after its delay; so it is with keepalived. */
    @ParameterizedTest
    @EnumSource
    void aLossOfTheCarrierCountsWhenItHasLasted(Program higher) throws Exception {
        Cluster.timed(cluster -> {
            var delayed = HIGH.every(100);
            var high = cluster.node(133, higher);
            var low = cluster.node(135, higher == KEEPSAKE ? KEEPALIVED : KEEPSAKE);
            high.start(Files.writeString(
                    cluster.lab().file("delayed.conf"),
                    "interface_up_down_delays {\n    ens33 1.5 0.2\n}\n" + Conf.file(delayed)));
            low.start(LOW.every(100));
            cluster.awaitOnly(high, Conf.VIP);

            high.host().unplug();
            high.host().plug();
            var heard = cluster.awaitAdvert("an advert after the flap", Instant.now(), s -> s.from() == high.host());
            assertEquals(delayed.priority(), heard.priority());

            var pulled = Instant.now();
            high.host().unplug();
            var removed = high.watch().awaitRemoved(Conf.VIP, pulled, Cluster.SOON);
            var waited = Duration.between(pulled, removed.at());
            assertTrue(waited.compareTo(Duration.ofMillis(1499)) > 0, waited.toString());
            high.host().plug();
            cluster.awaitOnly(high, Conf.VIP);
            if (high.ours()) {
                var last = high.awaitEvents(LinkChangeCounts.class, counts -> counts.size() >= 2);
                assertEquals(
                        List.of(false, true),
                        last.stream().map(LinkChangeCounts::usable).toList());
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
