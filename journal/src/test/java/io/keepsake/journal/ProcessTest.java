package io.keepsake.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal among real processes, users, mounts and disks. Runs as root. */
final class ProcessTest {
    private static final int GROUP = 65534;
    private static final JournalOptions OPTIONS = JournalOptions.of("test");

    @TempDir
    Path home;

    private Path journal() {
        return home.resolve("journal");
    }

    @Test
    void afterKillMinus9EveryWholeTurnIsThere() throws Exception {
        for (int kill = 1; kill <= 4; kill++) {
            var child = ChildJvm.start(List.of(), journal(), "append", "1", "1000000000");
            long appended = killWhileAppending(child, 20 + 7 * kill);
            assertEquals(List.of(kill + 0L), runsFrom(kill));
            long last = lastContiguous(kill);
            assertTrue(last >= appended, () -> "appended " + appended + ", found up to " + last);
        }
    }

    private List<Long> runsFrom(long run) throws JournalFailure {
        try (var reader = Journals.open(journal())) {
            reader.seek(run, 1);
            return reader.next() instanceof RunStarted started ? List.of(started.run()) : List.of();
        }
    }

    /** Reads a run, which must have every index from 1 and no damage, and answers its last. */
    private long lastContiguous(long run) throws JournalFailure {
        try (var reader = Journals.open(journal())) {
            reader.seek(run, 1);
            reader.next();
            long last = 0;
            for (var item = reader.next(); item != null; item = reader.next()) {
                var read = assertInstanceOf(TurnRead.class, item);
                assertEquals(++last, read.turn().recorded().index());
            }
            return last;
        }
    }

    /** Kills it after so many reports of progress and answers the last one. */
    private static long killWhileAppending(Process child, int reports) throws IOException, InterruptedException {
        long appended = 0;
        try (var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            while (reports > 0) {
                var line = lines.readLine();
                if (line == null) {
                    throw new AssertionError("the child ended by itself");
                }
                if (line.startsWith("appended ")) {
                    appended = Long.parseLong(line.substring("appended ".length()));
                    reports--;
                }
            }
            child.destroyForcibly().waitFor();
        }
        return appended;
    }

    @Test
    void aWriterKilledWithinARecordLeavesNoDamage() throws Exception {
        long begin = System.nanoTime();
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            writer.append(Turns.advert(1));
        }
        var unlocked = Duration.ofNanos(System.nanoTime() - begin);
        try (var queue = SingleChronicleQueueBuilder.binary(journal().resolve("run-1"))
                .rollCycle(RollCycles.FIVE_MINUTELY)
                .timeProvider(() -> 0)
                .build()) {
            var appender = queue.createAppender();
            try (var torn = appender.writingDocument()) {
                Objects.requireNonNull(torn.wire()).bytes().writeLong(1);
                long before = System.nanoTime();
                try (var writer = Journals.openWriter(journal(), OPTIONS)) {
                    writer.append(Turns.advert(1));
                }
                var took = Duration.ofNanos(System.nanoTime() - before);
                assertTrue(
                        took.compareTo(unlocked.multipliedBy(20).plusSeconds(2)) < 0,
                        "Chronicle's lock is held by this very pid; opening took " + took + ", before " + unlocked);
                assertEquals(List.of(), Reading.of(journal()).damage());
                torn.rollbackOnClose();
            }
        }
    }

    @Test
    void processOneOfAContainerStartsAgainAtOnceAfterKillMinus9() throws Exception {
        var container = List.of("unshare", "--fork", "--pid", "--kill-child");
        var child = ChildJvm.start(container, journal(), "append", "1", "1000000000");
        killWhileAppending(child, 5);
        var again = new ChildJvm.Ended[1];
        await().forever().until(() -> {
            again[0] = ChildJvm.end(ChildJvm.start(container, journal(), "append", "1", "1"));
            return again[0].status() == 0;
        });
        assertTrue(again[0].output().contains("opened 2"), again[0]::output);
    }

    @Test
    void nobodyReadsWhileItIsWrittenAndChangesNothing() throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(journal());
        Files.setAttribute(journal(), "unix:gid", GROUP);
        Files.setPosixFilePermissions(journal(), PosixFilePermissions.fromString("rwxr-x---"));
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            writer.append(Turns.advert(1));
            writer.append(Turns.advert(2));
            var before = listing(journal());
            var nobody = List.of("setpriv", "--reuid", "65534", "--regid", String.valueOf(GROUP), "--clear-groups");
            var read = ChildJvm.end(ChildJvm.start(nobody, classPathForAll(), journal(), "read"));
            assertTrue(read.output().contains("turns 2 damage 0"), read::output);
            assertEquals(before, listing(journal()));
            writer.append(Turns.advert(3));
        }
        var stranger = List.of("setpriv", "--reuid", "65534", "--regid", "65533", "--clear-groups");
        assertTrue(ChildJvm.end(ChildJvm.start(stranger, classPathForAll(), journal(), "read"))
                        .status()
                != 0);
    }

    /** A copy of the class path: the home of root, where it is, is closed to others. */
    private String classPathForAll() throws IOException, InterruptedException {
        var library = home.resolve("library");
        var copied = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var copy = library.resolve(copied.size() + ".jar");
            copied.add(copy.toString());
            if (Files.exists(Path.of(entry)) && !Files.exists(copy)) {
                Files.createDirectories(library);
                sh("cp", "-rL", entry, copy.toString());
            }
        }
        sh("chmod", "-R", "a+rX", library.toString());
        return String.join(File.pathSeparator, copied);
    }

    private static List<String> listing(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            return paths.map(path -> path + " " + path.toFile().length() + " "
                            + path.toFile().lastModified())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aCopyOfTheExcerptFilesOnAReadOnlyMountIsRead() throws Exception {
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            writer.append(Turns.takeover(1));
            writer.roll(Turns.checkpoint(4));
        }
        var copy = Files.createDirectory(home.resolve("copy"));
        sh("mount", "-t", "tmpfs", "tmpfs", copy.toString());
        try {
            sh("sh", "-c", "cp -r " + journal() + "/run-* " + copy + " && rm " + copy + "/*/metadata.cq4t");
            sh("mount", "-o", "remount,ro", copy.toString());
            assertEquals(
                    List.of(Turns.takeover(1), Turns.checkpoint(4)),
                    Reading.of(copy).turns());
        } finally {
            sh("umount", "-l", copy.toString());
        }
    }

    @Test
    void aFullDiskIsAFailureAndWritingGoesOnWhenThereIsRoom() throws Exception {
        var disk = Files.createDirectory(home.resolve("disk"));
        sh("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString());
        try (var writer = Journals.openWriter(disk.resolve("journal"), OPTIONS)) {
            Files.write(disk.resolve("ballast"), new byte[1 << 20]);
            long i = 1;
            @Nullable JournalFailure full = null;
            while (full == null) {
                try {
                    writer.append(Turns.advert(i));
                    i++;
                } catch (JournalFailure e) {
                    full = e;
                }
            }
            long failed = i;
            assertTrue(String.valueOf(full.getMessage()).contains("No space left"), full::toString);
            assertThrows(JournalFailure.class, () -> writer.append(Turns.advert(failed)));
            assertThrows(JournalFailure.class, () -> writer.roll(Turns.checkpoint(failed)));
            assertEquals(failed - 1, Reading.of(disk.resolve("journal")).turns().size());
            Files.delete(disk.resolve("ballast"));
            writer.append(Turns.advert(failed));
            writer.sync();
            var read = Reading.of(disk.resolve("journal"));
            assertEquals(LongStream.rangeClosed(1, failed).boxed().toList(), read.indexes());
            assertEquals(List.of(), read.damage());
        } finally {
            sh("umount", "-l", disk.toString());
        }
    }

    @Test
    void syncReachesTheDiskAndNothingReachesTheNetworkOrHome() throws Exception {
        var emptyHome = Files.createDirectory(home.resolve("home"));
        var trace = home.resolve("trace");
        var alone = List.of(
                "unshare",
                "-n",
                "env",
                "HOME=" + emptyHome,
                "strace",
                "-f",
                "-y",
                "-o",
                trace.toString(),
                "-e",
                "trace=fdatasync,fsync,connect");
        var child = ChildJvm.end(ChildJvm.start(alone, journal(), "append", "1", "10"));
        assertEquals(0, child.status(), child::output);
        try (var written = Files.list(emptyHome)) {
            assertEquals(List.of(), written.toList());
        }
        var calls = Files.readString(trace);
        assertTrue(calls.matches("(?s).*fdatasync\\(\\d+<[^>]*\\.cq4>\\) += 0.*"), () -> calls);
        assertTrue(calls.matches("(?s).*fsync\\(\\d+<[^>]*/run-1>\\) += 0.*"), () -> calls);
        assertTrue(calls.matches("(?s).*fsync\\(\\d+<[^>]*/journal>\\) += 0.*"), () -> calls);
        assertTrue(!calls.contains("AF_INET"), () -> calls);
    }

    private static void sh(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var ended = ChildJvm.end(process);
        assertEquals(0, ended.status(), () -> String.join(" ", command) + ": " + ended.output());
    }
}
