package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Retry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The journal's file system stands still, as a frozen one, a lost NFS server or a dying controller lets it: whoever writes
 * there, also through a mapping, stays in the kernel and cannot be interrupted.
 */
@Isolated("it measures the rhythm of adverts")
class FrozenDiskTest {
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration STALL = Duration.ofMillis(20);
    private static final String VIP = "192.168.181.100";

    @Test
    void delaysNoAdvertAndNoLineOfTheLog() throws Exception {
        Retry.onMachineStall(3, STALL, FrozenDiskTest::frozenDisk);
    }

    private static void frozenDisk() throws Exception {
        try (var lab = Lab.open();
                var disk = Disk.of(lab.file("disk"), 64)) {
            var node = Node.alone(lab);
            node.journalIn(disk.directory().resolve("journal"));
            node.configure(Configs.fast("0.02", 255, VIP));
            node.start();
            node.awaitRecorded(1, "the first deadline", DeadlineReached.class);

            Instant later;
            try (var rhythm = Rhythm.of(lab, node, INTERVAL)) {
                disk.freeze(true);
                var frozen = Instant.now();
                // garbage is collected several times meanwhile, and every thread must be where it can be stopped for
                // that
                DiskTroubleTest.flood(lab, node);
                node.director().signal(1);
                later = rhythm.await(250, frozen);
                rhythm.assertKept(frozen, later);
            }
            Await.until("the reload in the log", Node.PATIENCE, () -> node.director()
                    .output()
                    .contains("configuration"));

            disk.freeze(false);
            Await.until("what waited is written", Node.PATIENCE, () -> JournalCheck.read(node.journal())
                    .turns(1)
                    .getLast()
                    .recorded()
                    .wall()
                    .isAfter(later));
            JournalCheck.read(node.journal()).verify();
            assertTrue(node.director().alive());
        }
    }
}
