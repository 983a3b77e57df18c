package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPALIVED;
import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.AdvertDiscarded;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.testkit.lab.Await;
import org.junit.jupiter.api.Test;

/** RFC 3768 7.1: in version 2 the interval must be the same everywhere. */
class MismatchTest {
    @Test
    void anotherIntervalInVersion2MakesTwoMastersAndIsSaid() throws Exception {
        Cluster.run(cluster -> {
            var first = cluster.node(133, KEEPALIVED);
            var second = cluster.node(135, KEEPSAKE);
            first.start(Conf.V2);
            second.start(Conf.V2.priority(90).every(200));
            cluster.awaitMaster(first, Conf.V2);
            cluster.awaitMaster(second, Conf.V2);
            assertTrue(first.holds(Conf.VIP));
            Await.until(
                    "both stay",
                    Cluster.SOON,
                    () -> cluster.adverts(second, java.time.Instant.EPOCH).size() >= 2);
            assertTrue(first.holds(Conf.VIP) && second.holds(Conf.VIP));
            var discarded = second.awaitEvents(AdvertDiscarded.class, events -> !events.isEmpty());
            assertTrue(
                    discarded.stream()
                            .allMatch(d -> d.reason() == DiscardReason.INTERVAL_MISMATCH
                                    && d.source().equals(first.address())),
                    discarded.toString());
            second.process().awaitOutput("AdvertDiscarded.*INTERVAL_MISMATCH", Cluster.SOON);
        });
    }
}
