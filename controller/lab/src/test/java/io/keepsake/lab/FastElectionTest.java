package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.MasterFollowed;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.SeenAdvert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Version 3 with adverts every 10 ms, the fastest there is. RFC 9568 5.2.7. */
@Isolated("elections of milliseconds")
class FastElectionTest {
    private static final Conf FIRST = Conf.V3.every(1).priority(100);
    private static final Conf SECOND = FIRST.priority(90);
    private static final Duration MISSED = Duration.ofMillis(18);

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void aCrashIsNoticedInLessThanFourAdverts(Program master, Program backup) throws Exception {
        Cluster.timed(cluster -> {
            var first = cluster.node(133, master);
            var second = cluster.node(135, backup);
            first.start(FIRST);
            cluster.awaitMaster(first, FIRST);
            second.start(SECOND);
            if (second.ours()) {
                Await.until(
                        "followed", Cluster.SOON, () -> !JournalsVerify.events(second.journal(), MasterFollowed.class)
                                .isEmpty());
            }
            cluster.pass(Duration.ofSeconds(1));
            cluster.awaitOnly(first, Conf.VIP);

            var crash = Instant.now();
            first.crash();
            var takeover = cluster.awaitMaster(second, SECOND, crash);
            var last = cluster.lastAdvert(first, takeover.stamp());
            Cluster.assertDue("takeover at 10 ms", SECOND.masterDown(), last.stamp(), takeover.stamp());
        });
    }

    /** keepalived's mean is 10.2 ms: it sets each timer from when it woke. Ours sets it from when it should have. */
    @Test
    void theMeanIntervalIsExact() throws Exception {
        Cluster.timed(cluster -> {
            var node = cluster.node(133, Program.KEEPSAKE);
            node.start(FIRST);
            cluster.awaitMaster(node, FIRST);
            cluster.pass(Duration.ofSeconds(1));
            var begin = Instant.now();
            cluster.pass(Duration.ofSeconds(5));
            var steady = longestSteady(
                    cluster.adverts(node, begin).stream().map(SeenAdvert::stamp).toList());
            var span = Duration.between(steady.getFirst(), steady.getLast());
            double mean = span.toNanos() / 1e6 / (steady.size() - 1);
            System.out.printf("mean of %d intervals: %.4f ms%n", steady.size() - 1, mean);
            assertTrue(steady.size() > 100, () -> steady.size() + " adverts without a missed one");
            assertEquals(10, mean, 0.05);
        });
    }

    /** The longest stretch without a missed advert: after a stall of a whole interval the schedule begins anew. */
    private static List<Instant> longestSteady(List<Instant> stamps) {
        var longest = List.<Instant>of();
        int from = 0;
        for (int i = 1; i <= stamps.size(); i++) {
            if (i == stamps.size()
                    || Duration.between(stamps.get(i - 1), stamps.get(i)).compareTo(MISSED) > 0) {
                longest = i - from > longest.size() ? stamps.subList(from, i) : longest;
                from = i;
            }
        }
        return longest;
    }
}
