package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Await;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIGHUP on either side of a pair of which one is keepalived. */
class ReloadTest {
    private static final Conf HIGH = Conf.V3.priority(100);
    private static final Conf LOW = Conf.V3.priority(90);
    private static final Ip OTHER = Ip.parse("192.168.181.101");

    /** The role goes where the priorities say, whoever reloads, and an unchanged file moves and announces nothing. */
    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void anotherPriorityMovesTheAddressAndTheSameOneDoesNot(Program higher, Program lower) throws Exception {
        Cluster.run(cluster -> {
            var high = cluster.node(133, higher);
            var low = cluster.node(135, lower);
            high.start(HIGH);
            low.start(LOW);
            cluster.awaitOnly(high, Conf.VIP);

            low.reload(LOW.priority(150));
            cluster.awaitOnly(low, Conf.VIP);
            high.reload(HIGH.priority(200));
            cluster.awaitOnly(high, Conf.VIP);

            int told = high.watch().events().size() + low.watch().events().size();
            var unchanged = Instant.now();
            high.reload(HIGH.priority(200));
            low.reload(LOW.priority(150));
            Await.until(
                    "twenty adverts after the same file was read again",
                    Cluster.SOON,
                    () -> cluster.adverts(high, unchanged).size() >= 20);
            assertEquals(
                    told, high.watch().events().size() + low.watch().events().size());
            assertEquals(0, cluster.adverts(low, unchanged).size());
        });
    }

    /** A second virtual router is added on the backup first, and taken away again. */
    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void aSecondRouterComesAndGoesAndTheFirstDoesNotNotice(Program higher, Program lower) throws Exception {
        Cluster.timed(cluster -> {
            var high = cluster.node(133, higher);
            var low = cluster.node(135, lower);
            high.start(HIGH);
            low.start(LOW);
            cluster.awaitOnly(high, Conf.VIP);

            var reloaded = Instant.now();
            low.reload(LOW, LOW.router(52, OTHER.toString()));
            cluster.awaitOnly(low, OTHER);
            high.reload(HIGH, HIGH.router(52, OTHER.toString()));
            cluster.awaitOnly(high, OTHER);
            cluster.awaitOnly(high, Conf.VIP);

            high.reload(HIGH);
            cluster.awaitOnly(low, OTHER);
            low.reload(LOW);
            Await.until("the second address to go", Cluster.SOON, () -> !high.holds(OTHER) && !low.holds(OTHER));
            cluster.awaitOnly(high, Conf.VIP);
            long first = cluster.adverts(low, reloaded).stream()
                    .filter(seen -> seen.advert().vrid().value() == LOW.vrid() && seen.priority() > 0)
                    .count();
            assertEquals(0, first, "the backup of the first router was no master of it meanwhile");
        });
    }
}
