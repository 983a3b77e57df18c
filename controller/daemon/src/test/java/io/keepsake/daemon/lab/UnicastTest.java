package io.keepsake.daemon.lab;

import static io.keepsake.core.value.VrrpVersion.V2;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.value.VrrpVersion;
import java.time.Instant;
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

    private static Conf peers(Conf router, Node self, Node peer) {
        return router.with(
                "unicast_src_ip " + self.address(),
                "unicast_peer {",
                peer.address().toString(),
                "}");
    }
}
