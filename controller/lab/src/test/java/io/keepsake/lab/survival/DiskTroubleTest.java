package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Retry;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The election does not wait for the disk, and does not end with it. */
@Isolated("measures a rhythm")
class DiskTroubleTest {
    private static final String VIP = "192.168.181.100";
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration STALL = INTERVAL.multipliedBy(2);

    /** A little more than the ring holds. */
    private static final int FLOOD_TURNS = 72_000;

    /** Adds and removes an address of nobody's $1 times, 40 changes in about 8 ms: each is a turn and nothing else. */
    private static final String FLOOD = "mkfifo \"$2\"; exec 3<> \"$2\"; pairs=; for i in {1..20}; do "
            + "pairs+=$'address add 10.88.0.1/32 dev ens33\\naddress del 10.88.0.1/32 dev ens33\\n'; done; "
            + "for ((sent = 0; sent < $1; sent += 40)); do printf %s \"$pairs\"; read -r -t 0.007 -u 3; done "
            + "| ip -batch -";

    @Test
    void aFullDiskStopsNoAdvertAndTheLossIsNamedOnceThereIsRoom() throws Exception {
        Retry.onMachineStall(3, STALL, DiskTroubleTest::fullDisk);
    }

    private static void fullDisk() throws Exception {
        try (var lab = Lab.open();
                var disk = Mount.of(lab.file("disk"), 3)) {
            var node = Node.alone(lab);
            node.journalIn(disk.directory().resolve("journal"));
            node.configure(Configs.fast("0.02", 255, VIP));
            node.start();
            node.awaitRecorded(1, "the first deadline", DeadlineReached.class);

            var ballast = disk.fill();
            flood(lab, node);
            try (var rhythm = Rhythm.of(lab, node, INTERVAL)) {
                var full = Instant.now();
                rhythm.assertKept(full, rhythm.await(100, full));
            }
            assertTrue(node.director().output().contains("No space left"), () -> node.director()
                    .output());

            Files.delete(ballast);
            node.awaitRecorded(1, "the gap", RecordingGap.class);
            var gap = JournalCheck.read(node.journal()).turns(1).stream()
                    .filter(turn -> turn.recorded().event() instanceof RecordingGap)
                    .findFirst()
                    .orElseThrow();
            System.out.println("after a full disk: " + gap.recorded().event());
            Await.until(
                    "turns behind the gap",
                    Node.PATIENCE,
                    () -> JournalCheck.read(node.journal())
                                    .turns(1)
                                    .getLast()
                                    .recorded()
                                    .index()
                            > gap.nextIndex());
            JournalCheck.read(node.journal()).verify();
            assertTrue(node.director().alive());
        }
    }

    static void flood(Lab lab, Node node) {
        var words = List.of(
                "bash",
                "-c",
                FLOOD,
                "flood",
                Integer.toString(FLOOD_TURNS),
                lab.file("never-written").toString());
        var flood = node.host().start(words, Map.of(), lab.file("flood.log"));
        assertEquals(0, flood.awaitExit(Duration.ofSeconds(60)), flood::output);
    }

    @Test
    void aJournalThatCannotBeWrittenAtStartIsWrittenWholeOnceItCan() throws Exception {
        Retry.onMachineStall(3, STALL, DiskTroubleTest::readOnlyDisk);
    }

    private static void readOnlyDisk() throws Exception {
        try (var lab = Lab.open();
                var disk = Mount.of(lab.file("disk"), 8)) {
            disk.writable(false);
            var node = Node.alone(lab);
            node.journalIn(disk.directory().resolve("journal"));
            node.configure(Configs.fast("0.02", 255, VIP));
            try (var rhythm = Rhythm.of(lab, node, INTERVAL)) {
                node.start();
                var first = rhythm.await(0, Instant.EPOCH);
                node.director().awaitOutput("Read-only file system", Node.PATIENCE);
                rhythm.await(100, Instant.now());
                rhythm.assertKept(first, Instant.now());
            }

            disk.writable(true);
            node.awaitRecorded(1, "the first reading of the kernel", KernelRead.class);
            JournalCheck.read(node.journal()).verify();
            assertEquals(
                    1,
                    JournalCheck.read(node.journal())
                            .turns(1)
                            .getFirst()
                            .recorded()
                            .index());
        }
    }

    /** A queue file that is a pipe: whoever opens it to read waits until somebody writes, which nobody does. */
    @Test
    void aJournalThatHangsWhileItIsOpenedDelaysNoAdvert() throws Exception {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.02", 255, VIP));
            var before = Files.createDirectories(node.journal().resolve("run-1"));
            node.host().run("mkfifo", before.resolve("20261122-0310V.cq4").toString());
            var capture = lab.capture();
            var started = Instant.now();
            node.start();
            var first = capture.awaitAdvert("the first advert", started, Node.PATIENCE, _ -> true);
            System.out.println("first advert with a journal that hangs: "
                    + Duration.between(started, first.stamp()).toMillis() + " ms after the start");
            node.awaitHas(VIP, true);
            capture.awaitAdvert(
                    "a hundred adverts", first.stamp().plus(INTERVAL.multipliedBy(100)), Node.PATIENCE, _ -> true);
            assertTrue(
                    !node.director().output().contains("journal opened"), "the journal hangs, or this proves nothing");

            node.director().signal(15);
            var stopped = Instant.now();
            assertEquals(0, node.director().awaitExit(Node.PATIENCE));
            System.out.println("stop with a journal that hangs: "
                    + Duration.between(stopped, Instant.now()).toMillis() + " ms");
            assertTrue(!node.has(VIP), "a hanging journal keeps no address");
        }
    }
}
