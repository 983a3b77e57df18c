package io.keepsake.lab;

import static io.keepsake.core.value.VrrpVersion.V2;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.testkit.lab.Await;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code unicast_peer}: adverts go to each peer and to nobody else. */
class UnicastTest {
    @ParameterizedTest
    @CsvSource({
        "V2, KEEPSAKE, KEEPALIVED",
        "V2, KEEPALIVED, KEEPSAKE",
        "V3, KEEPSAKE, KEEPALIVED",
        "V3, KEEPALIVED, KEEPSAKE"
    })
    void peersElectByUnicast(VrrpVersion version, Program master, Program backup) throws Exception {
        var router = version == V2 ? Conf.V2 : Conf.V3;
        Cluster.timed(cluster -> {
            var first = cluster.node(133, master);
            var second = cluster.node(135, backup);
            var low = router.priority(90);
            first.start(peers(router, first, second));
            second.start(peers(low, second, first));
            cluster.awaitMaster(first, router);
            cluster.awaitOnly(first, Conf.VIP);
            cluster.awaitFollowing(second);

            var stopped = Instant.now();
            first.stop();
            var goodbye = cluster.awaitAdvert(
                    "goodbye", stopped, seen -> seen.from() == first.host() && seen.priority() == 0);
            var takeover = cluster.awaitMaster(second, low, stopped);
            Cluster.assertDue("takeover by unicast", low.skew(), goodbye.stamp(), takeover.stamp());
            for (var seen : cluster.capture().adverts()) {
                var peer = seen.from() == first.host() ? second : first;
                assertEquals(peer.address(), seen.destination());
            }
        });
    }

    /** What keepalived sends with {@code old_unicast_checksum}, and takes nothing else. */
    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void theOldChecksumIsSentAndTaken(Program master, Program backup) throws Exception {
        Cluster.timed(cluster -> {
            var first = cluster.node(133, master);
            var second = cluster.node(135, backup);
            first.start(peers(Conf.V3, first, second).with("old_unicast_checksum"));
            second.start(peers(Conf.V3.priority(90), second, first).with("old_unicast_checksum"));
            cluster.awaitMaster(first, Conf.V3);
            cluster.awaitOnly(first, Conf.VIP);
            var since = Instant.now();
            cluster.pass(Conf.V3.interval().multipliedBy(5));
            if (second.ours()) {
                Await.until(
                        "adverts in the journal",
                        Cluster.SOON,
                        () -> heard(second).size() > 2);
                assertEquals(Set.of(ChecksumForm.GROUP_IN_HEADER), Set.copyOf(heard(second)));
            }
            assertEquals(List.of(), cluster.adverts(second, since), "from one that hears a master");
        });
    }

    /** Of a peer that sends the old checksum, while only it has the keyword, and while ours forbids it. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void theOldChecksumOfAPeerIsTakenUnlessForbidden(boolean taken) throws Exception {
        Cluster.timed(cluster -> {
            var first = cluster.node(133, Program.KEEPALIVED);
            var second = cluster.node(135, Program.KEEPSAKE);
            var low = peers(Conf.V3.priority(90), second, first);
            first.start(peers(Conf.V3, first, second).with("old_unicast_checksum"));
            cluster.awaitMaster(first, Conf.V3);
            second.start(taken ? low : low.with("old_unicast_checksum never"));
            if (taken) {
                Await.until(
                        "adverts in the journal",
                        Cluster.SOON,
                        () -> heard(second).size() > 2);
                assertEquals(Set.of(ChecksumForm.GROUP_IN_HEADER), Set.copyOf(heard(second)));
                assertEquals(List.of(), cluster.adverts(second, Instant.EPOCH), "from one that hears a master");
            } else {
                cluster.awaitMaster(second, Conf.V3.priority(90));
                assertEquals(List.of(), heard(second));
                Await.until(
                        "rejected adverts in the journal",
                        Cluster.SOON,
                        () -> JournalsVerify.events(second.journal(), AdvertRejected.class).stream()
                                .anyMatch(rejected -> rejected.reason() == RejectReason.CHECKSUM));
            }
        });
    }

    private static List<ChecksumForm> heard(Node node) {
        return JournalsVerify.events(node.journal(), AdvertReceived.class).stream()
                .map(AdvertReceived::checksum)
                .toList();
    }

    private static Conf peers(Conf router, Node self, Node peer) {
        return router.with(
                "unicast_src_ip " + self.address(),
                "unicast_peer {",
                peer.address().toString(),
                "}");
    }
}
