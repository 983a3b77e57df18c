package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPALIVED;
import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The master goes, with a word or without one. RFC 9568 6.4.2. */
class TakeoverTest {
    private static final Conf FIRST = Conf.V3.priority(100);
    private static final Conf SECOND = Conf.V3.priority(90);

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE", "KEEPSAKE, KEEPSAKE"})
    void aMasterThatStopsIsFollowedAfterTheSkew(Program master, Program backup) throws Exception {
        Cluster.timed(cluster -> {
            var first = cluster.node(133, master);
            var second = cluster.node(135, backup);
            first.start(FIRST);
            second.start(SECOND);
            cluster.awaitMaster(first, FIRST);
            cluster.awaitFollowing(second);

            var stopped = Instant.now();
            first.stop();
            var ended = Instant.now();
            var goodbye = cluster.awaitAdvert(
                    "goodbye", stopped, seen -> seen.from() == first.host() && seen.priority() == 0);
            var takeover = cluster.awaitMaster(second, SECOND, stopped);
            Cluster.assertDue("takeover from " + first, SECOND.skew(), goodbye.stamp(), takeover.stamp());
            cluster.awaitOnly(second, Conf.VIP);
            var removed = first.watch().awaitRemoved(Conf.VIP, stopped, Cluster.SOON);
            System.out.println(first + ": goodbye after "
                    + Duration.between(stopped, goodbye.stamp()).toMillis() + " ms, address gone after "
                    + Duration.between(stopped, removed.at()).toMillis() + " ms, ended after "
                    + Duration.between(stopped, ended).toMillis() + " ms");
            var from = goodbye.stamp();
            if (first.ours()) {
                from = takeover.stamp();
                assertFalse(removed.at().isBefore(from), "the address is taken away when the successor is heard");
            }
            assertTrue(Duration.between(from, removed.at()).compareTo(Cluster.late()) < 0);
            var last = cluster.adverts(first, goodbye.stamp().minusNanos(1));
            assertEquals(1, last.size(), () -> "one goodbye and nothing behind it: " + last);
        });
    }

    /** The bound is that of the tutorial's own configuration: 3 s and the skew after the last word. */
    @Test
    void aMasterThatCrashesIsMissedAfterTheMasterDownIntervalOfVersion2() throws Exception {
        crash(KEEPALIVED, KEEPSAKE, Conf.V2.priority(100), Conf.V2.priority(90));
    }

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE", "KEEPSAKE, KEEPSAKE"})
    void aMasterThatCrashesIsMissedAfterTheMasterDownInterval(Program master, Program backup) throws Exception {
        crash(master, backup, FIRST, SECOND);
    }

    private static void crash(Program master, Program backup, Conf high, Conf low) throws Exception {
        Cluster.timed(cluster -> {
            var first = cluster.node(133, master);
            var second = cluster.node(135, backup);
            first.start(high);
            second.start(low);
            cluster.awaitMaster(first, high);
            cluster.awaitFollowing(second);

            var crash = Instant.now();
            first.crash();
            var takeover = cluster.awaitMaster(second, low, crash);
            var last = cluster.lastAdvert(first, takeover.stamp());
            Cluster.assertDue("takeover from crashed " + first, low.masterDown(), last.stamp(), takeover.stamp());
            assertTrue(
                    cluster.adverts(first, Instant.EPOCH).stream().allMatch(seen -> seen.priority() > 0),
                    "nobody said goodbye");
        });
    }

    /** What the crashed one left in its kernel goes when it runs again, and the higher priority takes over. */
    @Test
    void aCrashedDirectorComesBackAndItsJournalIsReadableByAnybody(@TempDir Path directory) throws Exception {
        Cluster.run(cluster -> {
            var first = cluster.node(133, KEEPSAKE);
            var second = cluster.node(135, KEEPALIVED);
            first.start(FIRST);
            second.start(SECOND);
            cluster.awaitMaster(first, FIRST);
            first.crash();
            var crashed = Instant.now();
            cluster.awaitMaster(second, SECOND, crashed);
            assertTrue(first.holds(Conf.VIP));

            // as a backup at first: a master would keep what it has
            first.start(FIRST.priority(80));
            first.watch().awaitRemoved(Conf.VIP, crashed, Cluster.SOON);
            cluster.awaitOnly(second, Conf.VIP);
            first.reload(FIRST);
            cluster.awaitOnly(first, Conf.VIP);
            first.stop();
            var printed = JournalsVerify.asNobody(first.journal(), directory);
            assertTrue(printed.contains("run 1") && printed.contains("run 2"), printed);
        });
    }
}
