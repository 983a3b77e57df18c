package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Patience;
import io.keepsake.testkit.lab.SeenGarp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a new master tells its neighbours, and when. */
class GratuitousArpTest {
    @Test
    void aNewMasterAnnouncesItsAddressFiveTimesAtOnceAndFiveTimesAfterFiveSeconds() throws Exception {
        Cluster.timed(cluster -> {
            var node = cluster.node(133, Program.KEEPSAKE);
            node.start(Conf.V3.with("garp_master_refresh 0"));
            var advert = cluster.awaitMaster(node, Conf.V3);
            var added = node.watch().awaitAdded(Conf.VIP, Instant.EPOCH, Cluster.SOON);
            cluster.pass(Duration.ofSeconds(6));
            var garps = cluster.capture().garps(Conf.VIP);
            assertEquals(10, garps.size(), garps.toString());

            var first = garps.subList(0, 5);
            var second = garps.subList(5, 10);
            assertTrue(advert.stamp().isBefore(first.getFirst().stamp()), "the advert goes first");
            System.out.println("first advert, then address after "
                    + Duration.between(advert.stamp(), added.at()).toNanos() / 1000 + " us, then garp after "
                    + Duration.between(advert.stamp(), first.getFirst().stamp()).toNanos() / 1000 + " us");
            assertClose(first);
            assertClose(second);
            assertTrue(
                    Duration.between(advert.stamp(), first.getFirst().stamp()).compareTo(Cluster.late()) < 0);
            var decided = node.awaitTurn(BecameMaster.class).recorded().wall();
            Cluster.assertDue(
                    "the second batch",
                    Duration.ofSeconds(5),
                    decided,
                    second.getFirst().stamp());
            for (var garp : garps) {
                assertEquals(HardwareAddress.parse("02:00:c0:a8:b5:85"), garp.sender());
                assertEquals(42, garp.frame().bytes().length);
            }
        });
    }

    /** The default is 5 s; here 1 s, to see it repeat. */
    @Test
    void theSlowRefreshRepeatsOnePacketAnAddress() throws Exception {
        Cluster.timed(cluster -> {
            var node = cluster.node(133, Program.KEEPSAKE);
            node.start(Conf.V3.with("garp_master_refresh 1", "garp_master_delay 0"));
            cluster.awaitMaster(node, Conf.V3);
            cluster.pass(Duration.ofMillis(3500));
            var garps = cluster.capture().garps(Ip.parse("192.168.181.100"));
            assertEquals(8, garps.size(), garps.toString());
            var decided = node.awaitTurn(BecameMaster.class).recorded().wall();
            for (int i = 1; i <= 3; i++) {
                Cluster.assertDue(
                        "refresh " + i,
                        Duration.ofSeconds(i),
                        decided,
                        garps.get(4 + i).stamp());
            }
        });
    }

    private static void assertClose(List<SeenGarp> batch) {
        var span = Duration.between(batch.getFirst().stamp(), batch.getLast().stamp());
        assertTrue(span.compareTo(Patience.scaled(Duration.ofMillis(20))) < 0, span.toString());
    }
}
