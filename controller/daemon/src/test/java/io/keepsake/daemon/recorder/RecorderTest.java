package io.keepsake.daemon.recorder;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.JournalReader;
import io.keepsake.journal.Journals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecorderTest {
    private static final JournalOptions OPTIONS = JournalOptions.of("test").syncingEvery(Duration.ofMillis(5));
    private static final Instant WALL = Instant.parse("2026-03-01T03:12:00Z");

    @TempDir
    Path home;

    /** Keeps what the recorder tells, and holds the writer at its opening until let go. */
    private static class Heard implements RecorderListener {
        final List<Long> tail = new CopyOnWriteArrayList<>();
        final List<String> failures = new CopyOnWriteArrayList<>();
        final AtomicInteger checkpointsWanted = new AtomicInteger();
        final CountDownLatch go;
        volatile long run;

        Heard(boolean held) {
            go = new CountDownLatch(held ? 1 : 0);
        }

        @Override
        public void opened(long run, JournalReader reader) {
            try {
                indexes(reader).forEach(tail::add);
                this.run = run;
                go.await();
            } catch (JournalFailure | InterruptedException e) {
                failures.add(e.toString());
            }
        }

        @Override
        public void wantCheckpoint() {
            checkpointsWanted.incrementAndGet();
        }

        @Override
        public void failed(String what) {
            failures.add(what);
        }
    }

    @Test
    void turnsAreWrittenInTheirOrder() throws JournalFailure {
        var heard = new Heard(false);
        try (var recorder = Recorder.start(home, OPTIONS, 1 << 16, heard)) {
            for (int i = 1; i <= 50_000; i++) {
                assertTrue(recorder.offer(turn(i)));
            }
            // closing has a limit of its own, which is not what this is about
            await().forever().until(() -> indexes(home).size() == 50_000);
        }
        var read = indexes(home);
        assertEquals(50_000, read.size());
        assertEquals(1L, read.getFirst());
        assertEquals(50_000L, read.getLast());
        assertEquals(read.stream().sorted().toList(), read);
    }

    @Test
    void aReaderSeesATurnWhileTheRecorderRuns() {
        try (var recorder = Recorder.start(home, OPTIONS, new Heard(false))) {
            recorder.offer(turn(1));
            await().forever().until(() -> indexes(home).equals(List.of(1L)));
        }
    }

    @Test
    void aFullRingLosesTurnsAndNamesThem() throws JournalFailure {
        var heard = new Heard(true);
        try (var recorder = Recorder.start(home, OPTIONS, 16, heard)) {
            await().forever().until(() -> heard.run == 1);
            for (int i = 1; i <= 40; i++) {
                assertEquals(i <= 16, recorder.offer(turn(i)));
            }
            assertEquals(24, recorder.dropped());
            heard.go.countDown();
            await().forever().until(() -> indexes(home).size() == 16);
            recorder.offer(turn(41));
            await().forever().until(recorder::checkpointWanted);
        }
        var turns = turns(home);
        assertEquals(
                new RecordingGap(17, 40, "the ring was full"),
                turns.get(16).recorded().event());
        assertEquals(41L, turns.get(17).recorded().index());
        assertEquals(1, heard.checkpointsWanted.get());
    }

    @Test
    void turnsLostAtTheEndAreNamedAtClosing() throws JournalFailure {
        var heard = new Heard(true);
        try (var recorder = Recorder.start(home, OPTIONS, 2, heard)) {
            await().forever().until(() -> heard.run == 1);
            for (int i = 1; i <= 5; i++) {
                recorder.offer(turn(i));
            }
            heard.go.countDown();
        }
        var last = turns(home).getLast().recorded();
        assertEquals(new RecordingGap(3, 5, "the ring was full"), last.event());
        assertEquals(5, last.index());
    }

    @Test
    void aCheckpointIsRenderedByTheWriterAndBeginsAFile() throws Exception {
        var heard = new Heard(false);
        var options = OPTIONS.rollingEvery(Duration.ofNanos(1), Long.MAX_VALUE);
        var renderedBy = new CopyOnWriteArrayList<String>();
        try (var recorder = Recorder.start(home, options, heard)) {
            recorder.offer(turn(1));
            await().forever().until(recorder::checkpointWanted);
            recorder.offerCheckpoint(2, new Moment(2), WALL, () -> {
                renderedBy.add(Thread.currentThread().getName());
                return new Checkpoint(List.of("state"), 1);
            });
            assertFalse(recorder.checkpointWanted() && heard.checkpointsWanted.get() < 2);
        }
        assertEquals(List.of("journal"), renderedBy);
        var second = turns(home).get(1).recorded().event();
        assertInstanceOf(Checkpoint.class, second);
        try (var files = Files.list(home.resolve("run-1"))) {
            assertEquals(2, files.filter(f -> f.toString().endsWith(".cq4")).count());
        }
    }

    @Test
    void theNextRunIsToldOfThisOne() {
        try (var recorder = Recorder.start(home, OPTIONS, new Heard(false))) {
            recorder.offer(turn(1));
            recorder.offer(turn(2));
        }
        var heard = new Heard(false);
        try (var recorder = Recorder.start(home, OPTIONS, heard)) {
            recorder.offer(turn(1));
            await().forever().until(() -> heard.run == 2);
        }
        assertEquals(List.of(1L, 2L), heard.tail);
    }

    @Test
    void aJournalThatCannotBeOpenedIsTriedAgain() throws Exception {
        var journal = home.resolve("journal");
        Files.writeString(journal, "in the way");
        var heard = new Heard(false);
        try (var recorder = Recorder.start(journal, OPTIONS, heard)) {
            recorder.offer(turn(1));
            await().forever().until(() -> heard.failures.size() == 1);
            Files.delete(journal);
            await().forever().until(() -> indexes(journal).equals(List.of(1L)));
        }
        assertEquals(1, heard.failures.size(), heard.failures::toString);
    }

    /** An I/O error: where a file should be lies a directory. */
    @Test
    void aRunThatCannotBeReadCostsItsRecallAndNothingOfThisRun() throws Exception {
        Files.createDirectories(home.resolve("run-1").resolve("20261128-0000A.cq4"));
        var heard = new Heard(false);
        try (var recorder = Recorder.start(home, OPTIONS, heard)) {
            recorder.offer(turn(1));
            await().forever().until(() -> !heard.failures.isEmpty());
            await().forever().until(() -> hasFile(home.resolve("run-2")));
        }
        assertTrue(
                heard.failures.getFirst().startsWith("what earlier runs left is not known"), heard.failures::toString);
    }

    private static boolean hasFile(Path part) throws IOException {
        if (!Files.exists(part)) {
            return false;
        }
        try (var files = Files.list(part)) {
            return files.anyMatch(file -> file.toString().endsWith(".cq4"));
        }
    }

    @Test
    void aMistakeInTheRecallCostsNothingOfThisRun() throws Exception {
        var heard = new Heard(false) {
            @Override
            public void opened(long run, JournalReader reader) {
                throw new IllegalStateException("as if");
            }
        };
        try (var recorder = Recorder.start(home, OPTIONS, heard)) {
            recorder.offer(turn(1));
            await().forever().until(() -> indexes(home).equals(List.of(1L)));
        }
        assertEquals(1, heard.failures.size(), heard.failures::toString);
    }

    @Test
    void anErrorOfAnyKindBesideTheTurnsCostsNoneOfThem() throws Exception {
        var heard = new Heard(false) {
            @Override
            public void wantCheckpoint() {
                throw new OutOfMemoryError("as if");
            }
        };
        var options = OPTIONS.rollingEvery(Duration.ofNanos(1), Long.MAX_VALUE);
        try (var recorder = Recorder.start(home, options, heard)) {
            recorder.offer(turn(1));
            await().forever().until(() -> !heard.failures.isEmpty());
            recorder.offer(turn(2));
            await().forever().until(() -> indexes(home).equals(List.of(1L, 2L)));
        }
        assertEquals(1, heard.failures.size(), heard.failures::toString);
        assertTrue(heard.failures.getFirst().contains("as if"), heard.failures::toString);
    }

    /** A disk that holds a small part of what happens: the oldest goes, the newest is there, nothing is lost on the way. */
    @Test
    void onASmallDiskHistoryNeverStops() throws Exception {
        var disk = home.resolve("disk");
        Files.createDirectory(disk);
        sh("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString());
        try {
            var journal = disk.resolve("journal");
            var heard = new Heard(false);
            int turns = 300_000;
            try (var recorder = Recorder.start(journal, OPTIONS, heard)) {
                for (int i = 1; i <= turns; i++) {
                    int index = i;
                    while (!(recorder.checkpointWanted()
                            ? recorder.offerCheckpoint(
                                    index, new Moment(index), WALL, () -> new Checkpoint(List.of("state"), 1))
                            : recorder.offer(turn(index)))) {
                        Thread.onSpinWait();
                    }
                }
                await().forever().until(() -> last(journal) == turns);
            }
            assertEquals(List.of(), heard.failures);
            var kept = indexes(journal);
            long first = kept.getFirst();
            assertTrue(first > 1, "the disk did not hold it all");
            assertEquals(turns - first + 1, kept.size(), "without a hole");
            assertTrue(kept.size() > 30_000, () -> kept.size() + " turns are kept on 6 MiB");
        } finally {
            sh("umount", "-l", disk.toString());
        }
    }

    @Test
    void aFullDiskDelaysNoOfferAndItsGapIsNamedAfterwards() throws Exception {
        var disk = home.resolve("disk");
        Files.createDirectory(disk);
        sh("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString());
        try {
            var heard = new Heard(false);
            var journal = disk.resolve("journal");
            try (var recorder = Recorder.start(journal, OPTIONS, 1024, heard)) {
                recorder.offer(turn(1));
                await().forever().until(() -> indexes(journal).equals(List.of(1L)));
                Files.write(disk.resolve("ballast"), new byte[1536 * 1024]);
                int i = offerUntilLost(recorder, heard, 2);
                assertTrue(heard.failures.getFirst().contains("No space left"), heard.failures::toString);
                assertOffersAreQuick(recorder, i);
                Files.delete(disk.resolve("ballast"));
                await().forever().until(() -> recorder.offer(turn(i + 10_000)));
                await().forever().until(() -> last(journal) == i + 10_000 && recorder.checkpointWanted());
            }
            assertAllThereOrNamed(journal);
            assertTrue(gaps(journal).stream().anyMatch(gap -> gap.reason().contains("No space left")));
        } finally {
            sh("umount", "-l", disk.toString());
        }
    }

    /** Offers until the disk has failed and the ring has overflowed; the index after the last one offered. */
    private static int offerUntilLost(Recorder recorder, Heard heard, int from) {
        int i = from;
        while (heard.failures.isEmpty() || recorder.dropped() == 0) {
            recorder.offer(turn(i++));
        }
        return i;
    }

    /** Not a benchmark: an offer that waited for the disk would take milliseconds. */
    private static void assertOffersAreQuick(Recorder recorder, int from) {
        var nanos = new long[10_000];
        for (int k = 0; k < nanos.length; k++) {
            var turn = turn(from + k);
            long before = System.nanoTime();
            recorder.offer(turn);
            nanos[k] = System.nanoTime() - before;
        }
        Arrays.sort(nanos);
        assertTrue(nanos[9_900] < 1_000_000, () -> "p99 of an offer was " + nanos[9_900] + " ns");
    }

    private static void assertAllThereOrNamed(Path journal) throws JournalFailure {
        long next = 1;
        for (var turn : turns(journal)) {
            var recorded = turn.recorded();
            long first = recorded.event() instanceof RecordingGap gap ? gap.from() : recorded.index();
            assertEquals(next, first);
            next = turn.nextIndex();
        }
    }

    @Test
    void aDirectoryThatIsReadOnlyForAWhileStopsNothing() throws Exception {
        var heard = new Heard(false);
        var journal = home.resolve("journal");
        try (var recorder = Recorder.start(journal, OPTIONS, 1024, heard)) {
            await().forever().until(() -> heard.run == 1);
            var part = journal.resolve("run-1").toString();
            sh("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", part);
            try {
                recorder.offer(turn(1));
                await().forever().until(() -> heard.failures.stream().anyMatch(f -> f.contains("Read-only")));
                assertOffersAreQuick(recorder, 2);
            } finally {
                sh("umount", "-l", part);
            }
            await().forever().until(() -> recorder.offer(turn(10_002)));
            await().forever().until(() -> gaps(journal).size() == 1);
        }
        assertAllThereOrNamed(journal);
        assertEquals(1, heard.failures.size(), heard.failures::toString);
    }

    private static Turn turn(long index) {
        var recorded = new Recorded(index, new Moment(index), WALL.plusNanos(index), new LoopStalled(index));
        return new Turn(recorded, List.of(), List.of());
    }

    private static List<Turn> turns(Path journal) throws JournalFailure {
        try (var reader = Journals.open(journal)) {
            return turns(reader);
        }
    }

    private static List<Turn> turns(JournalReader reader) throws JournalFailure {
        var turns = new ArrayList<Turn>();
        for (var item = reader.next(); item != null; item = reader.next()) {
            if (item instanceof TurnRead read) {
                turns.add(read.turn());
            }
        }
        return turns;
    }

    private static List<Long> indexes(Path journal) throws JournalFailure {
        return turns(journal).stream().map(turn -> turn.recorded().index()).toList();
    }

    private static List<Long> indexes(JournalReader reader) throws JournalFailure {
        return turns(reader).stream().map(turn -> turn.recorded().index()).toList();
    }

    private static List<RecordingGap> gaps(Path journal) throws JournalFailure {
        return turns(journal).stream()
                .map(turn -> turn.recorded().event())
                .filter(RecordingGap.class::isInstance)
                .map(RecordingGap.class::cast)
                .toList();
    }

    private static long last(Path journal) throws JournalFailure {
        return indexes(journal).getLast();
    }

    private static void sh(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + output);
    }
}
