package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPALIVED;
import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.testkit.lab.Await;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A node stands still for six seconds (SIGSTOP) and goes on. Three pairs at once on one switch, each its own VRID. */
@Isolated("stops processes for a time")
class StandstillTest {
    private static final Conf MASTER_STOPS = Conf.V3.priority(100).router(61, "192.168.181.101");
    private static final Conf KEEPALIVED_STOPS = Conf.V3.priority(100).router(62, "192.168.181.102");
    private static final Conf BACKUP_STOPS = Conf.V3.priority(100).router(63, "192.168.181.103");
    private static final Duration STANDSTILL = Duration.ofSeconds(6);

    @Test
    void whoStoodStillFindsItsPlaceAgain() throws Exception {
        Cluster.run(cluster -> {
            var ours = cluster.node(133, KEEPSAKE);
            var takesOver = cluster.node(134, KEEPALIVED);
            var keepalived = cluster.node(135, KEEPALIVED);
            var oursTakesOver = cluster.node(136, KEEPSAKE);
            var master = cluster.node(137, KEEPALIVED);
            var sleeper = cluster.node(138, KEEPSAKE);
            start(ours, takesOver, MASTER_STOPS);
            start(keepalived, oursTakesOver, KEEPALIVED_STOPS);
            start(master, sleeper, BACKUP_STOPS);
            cluster.awaitMaster(ours, MASTER_STOPS);
            cluster.awaitMaster(keepalived, KEEPALIVED_STOPS);
            cluster.awaitMaster(master, BACKUP_STOPS);
            oursTakesOver.process().awaitOutput("MasterFollowed", Cluster.SOON);
            sleeper.process().awaitOutput("MasterFollowed", Cluster.SOON);

            ours.process().pause();
            keepalived.process().pause();
            sleeper.process().pause();
            var paused = Instant.now();
            cluster.awaitMaster(takesOver, MASTER_STOPS, paused);
            cluster.awaitMaster(oursTakesOver, KEEPALIVED_STOPS, paused);
            cluster.pass(Duration.between(Instant.now(), paused.plus(STANDSTILL)));
            assertTrue(ours.holds(MASTER_STOPS.vip()) && keepalived.holds(KEEPALIVED_STOPS.vip()));

            var resumed = Instant.now();
            ours.process().resume();
            keepalived.process().resume();
            sleeper.process().resume();
            awaitOne(takesOver, ours, MASTER_STOPS);
            awaitOne(keepalived, oursTakesOver, KEEPALIVED_STOPS);
            Await.until("stall of the master is told", Cluster.SOON, () -> stalled(ours));
            Await.until("stall of the backup is told", Cluster.SOON, () -> stalled(sleeper));
            cluster.pass(BACKUP_STOPS.masterDown().multipliedBy(3));
            assertEquals(java.util.List.of(), cluster.adverts(sleeper, Instant.EPOCH), "from a backup that woke");
            assertFalse(sleeper.holds(BACKUP_STOPS.vip()));
            for (var woken : java.util.List.of(ours, keepalived)) {
                var until = resumed.plus(MASTER_STOPS.interval());
                System.out.println(woken + " sent when it woke: "
                        + cluster.adverts(woken, resumed).stream()
                                .filter(seen -> seen.stamp().isBefore(until))
                                .count()
                        + " adverts in 100 ms");
            }
            System.out.println("stalls told: master "
                    + JournalsVerify.events(ours.journal(), LoopStalled.class).size() + ", backup "
                    + JournalsVerify.events(sleeper.journal(), LoopStalled.class)
                            .size());
        });
    }

    private static void start(Node high, Node low, Conf router) {
        high.start(router);
        low.start(router.priority(90));
    }

    /** One of the two has the address: the higher one in the end, or for a while the one that took over. */
    private static void awaitOne(Node one, Node other, Conf router) {
        Await.until(
                "one master of " + router.vrid(),
                Cluster.SOON,
                () -> one.holds(router.vip()) != other.holds(router.vip()));
    }

    private static boolean stalled(Node node) {
        return JournalsVerify.events(node.journal(), LoopStalled.class).stream()
                .anyMatch(stall -> stall.nanos() > STANDSTILL.minusSeconds(1).toNanos());
    }
}
