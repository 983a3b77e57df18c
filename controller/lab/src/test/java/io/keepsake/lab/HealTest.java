package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Patience;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two masters hear each other again: one stays, and tells the neighbours where the address is. */
class HealTest {
    private static final Conf HIGH = Conf.V3.priority(100);
    private static final Conf LOW = Conf.V3.priority(90);
    private static final int HEALS = 6;

    /** A keepalived that loses can be silent, and then only our slow refresh corrects the neighbours. */
    private static final Duration REFRESH = Duration.ofSeconds(6);

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE", "KEEPSAKE, KEEPSAKE"})
    void afterEveryHealOneMasterHasToldTheNeighbours(Program higher, Program lower) throws Exception {
        Cluster.run(cluster -> {
            var winner = cluster.node(133, higher);
            var loser = cluster.node(135, lower);
            winner.start(HIGH);
            loser.start(LOW);
            cluster.awaitMaster(winner, HIGH);
            cluster.awaitOnly(winner, Conf.VIP);
            if (loser.ours()) {
                loser.process().awaitOutput("BecameBackup", Cluster.SOON);
            }
            for (int i = 0; i < HEALS; i++) {
                healOnce(cluster, winner, loser, i);
            }
        });
    }

    private static void healOnce(Cluster cluster, Node winner, Node loser, int number) {
        var cut = Instant.now();
        winner.host().cut();
        cluster.awaitMaster(loser, LOW, cut);
        Await.until("two masters", Cluster.SOON, () -> winner.holds(Conf.VIP) && loser.holds(Conf.VIP));
        cluster.capture()
                .awaitGarp(
                        "the loser's gratuitous ARP",
                        cut,
                        Cluster.SOON,
                        garp -> garp.from() == loser.host() && garp.ip().equals(Conf.VIP));
        cluster.awaitAdvert("phase", Instant.now(), loser.advert());
        cluster.pass(HIGH.interval().multipliedBy(number).dividedBy(HEALS));

        winner.host().heal();
        var healed = Instant.now();
        cluster.awaitOnly(winner, Conf.VIP);
        var bound = winner.ours() && !loser.ours() ? REFRESH : AT_ONCE;
        // The neighbours must be told behind the loser's last announcement, or they would follow the loser.
        var lost = cluster.capture().garps(Conf.VIP).stream()
                .filter(garp -> garp.from() == loser.host())
                .reduce((_, last) -> last)
                .orElseThrow()
                .stamp();
        var told = cluster.capture()
                .awaitGarp(
                        "the winner's gratuitous ARP",
                        lost,
                        bound.plus(Cluster.SOON),
                        garp -> garp.from() == winner.host()
                                && garp.ip().equals(Conf.VIP)
                                && garp.stamp().isAfter(healed.minus(AT_ONCE)));
        var took = Duration.between(healed, told.stamp());
        System.out.println("heal " + number + ", " + winner + " against " + loser + ": told after " + took.toMillis()
                + " ms" + (took.compareTo(AT_ONCE) > 0 ? ", silent loser" : ""));
        assertTrue(took.compareTo(Patience.scaled(bound)) < 0, took.toString());
        var settled = Instant.now();
        cluster.pass(LOW.masterDown());
        cluster.assertQuiet(loser, Conf.VIP, settled);
    }
}
