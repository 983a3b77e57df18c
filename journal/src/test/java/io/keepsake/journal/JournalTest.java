package io.keepsake.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.chronicle.ExcerptFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.WireDumper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
    private static final JournalOptions OPTIONS = JournalOptions.of("0.1 (test)");

    @TempDir
    Path home;

    private Path journal() {
        return home.resolve("journal");
    }

    @Test
    void aTurnIsReadAsItWasWritten() throws JournalFailure {
        var written = List.of(Turns.takeover(1), Turns.advert(4), Turns.checkpoint(5), Turns.takeover(6));
        write(written);
        var read = Reading.of(journal());
        assertEquals(written, read.turns());
        assertEquals(
                new RunStarted(1, 1, written.getFirst().recorded().wall(), "0.1 (test)"),
                read.items().getFirst());
    }

    @Test
    void everyRunHasItsNumber() throws JournalFailure {
        write(List.of(Turns.advert(1), Turns.advert(2)));
        write(List.of(Turns.advert(1)));
        var read = Reading.of(journal());
        assertEquals(
                List.of(1L, 2L),
                read.each(RunStarted.class).stream().map(RunStarted::run).toList());
        assertEquals(List.of(1L, 2L, 1L), read.indexes());
    }

    @Test
    void aReaderFollowsTheWriterOverRollAndRestart() throws JournalFailure {
        try (var reader = Journals.open(journal())) {
            assertNull(reader.next());
            try (var writer = Journals.openWriter(journal(), OPTIONS)) {
                writer.append(Turns.advert(1));
                assertInstanceOf(RunStarted.class, reader.next());
                assertEquals(Turns.advert(1), turn(reader));
                assertNull(reader.next());
                writer.append(Turns.advert(2));
                writer.roll(Turns.checkpoint(3));
                writer.append(Turns.advert(4));
                assertEquals(List.of(2L, 3L, 4L), Reading.of(reader).indexes());
            }
            write(List.of(Turns.advert(1)));
            assertEquals(List.of(1L), Reading.of(reader).indexes());
        }
    }

    private static Turn turn(JournalReader reader) throws JournalFailure {
        return assertInstanceOf(TurnRead.class, reader.next()).turn();
    }

    @Test
    void aTurnLongerThanAnyRecordIsWhole() throws JournalFailure {
        var text = "virtual_ipaddress { 10.0.0.1 }\n".repeat(30_000);
        var long1 = Turns.turn(1, new OperatorEvent.ConfigRefused(List.of(text)), List.of(), List.of());
        write(List.of(long1, Turns.advert(2)));
        assertEquals(List.of(long1, Turns.advert(2)), Reading.of(journal()).turns());
    }

    @Test
    void aSteadyAdvertTakesAtMost64Bytes() throws Exception {
        int adverts = 200_000;
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            for (int i = 1; i <= adverts; i++) {
                writer.append(Turns.advert(i));
            }
        }
        try (var file = ExcerptFile.open(files().getFirst())) {
            double bytes = file.writtenTo() / (double) adverts;
            System.out.println("a steady advert takes " + bytes + " bytes on disk");
            assertTrue(bytes <= 64, () -> "was " + bytes);
        }
    }

    @Test
    void chroniclesOwnTailerFindsEveryRecord() throws Exception {
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            LongStream.rangeClosed(1, 1000).forEach(i -> append(writer, Turns.advert(i)));
            writer.roll(Turns.checkpoint(1001));
        }
        int records = 0;
        try (var queue = SingleChronicleQueueBuilder.binary(journal().resolve("run-1"))
                        .rollCycle(RollCycles.FIVE_MINUTELY)
                        .readOnly(true)
                        .build();
                var tailer = queue.createTailer()) {
            while (tailer.readBytes(ignored -> {})) {
                records++;
            }
        }
        assertEquals(1 + 1 + 1000 + 1 + 1, records, "heads, one name, turns");
    }

    @Test
    void chroniclesOwnToolsTellWhatAFileHolds() throws Exception {
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            append(writer, Turns.advert(1));
        }
        var bytes = Bytes.wrapForRead(Files.readAllBytes(files().getFirst()));
        var shown = WireDumper.of(bytes, true).asString(0, 8192);
        assertTrue(shown.contains("program: Keepsake " + OPTIONS.programVersion()), shown);
        assertTrue(shown.contains("run: 1"), shown);
        assertTrue(shown.contains("begins: run"), shown);
        assertTrue(shown.contains("AdvertReceived "), shown);
    }

    @Test
    void aClockSetBackOverARollStopsNothing() throws JournalFailure {
        var turns = new ArrayList<Turn>();
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            writer.append(keep(turns, Turns.advert(1_000_000)));
            writer.roll(keep(turns, Turns.checkpoint(900_000)));
            writer.append(keep(turns, Turns.advert(900_001)));
            writer.roll(keep(turns, Turns.checkpoint(2)));
            writer.append(keep(turns, Turns.advert(3)));
        }
        var later = Turns.advert(1);
        write(List.of(later));
        turns.add(later);
        assertEquals(turns, Reading.of(journal()).turns());
        assertEquals(List.of(), Reading.of(journal()).damage());
    }

    @Test
    void theTailIsTheRunBeforeFromItsLastCheckpoint() throws JournalFailure {
        try (var writer = Journals.openWriter(journal(), OPTIONS);
                var tail = writer.tail()) {
            assertEquals(List.of(), Reading.of(tail).items());
            writer.append(Turns.advert(1));
            writer.roll(Turns.checkpoint(2));
            writer.append(Turns.advert(3));
        }
        try (var writer = Journals.openWriter(journal(), OPTIONS);
                var tail = writer.tail()) {
            writer.append(Turns.advert(1));
            assertEquals(List.of(2L, 3L), Reading.of(tail).indexes());
        }
    }

    @Test
    void aReaderGoesToAnIndexAndToATime() throws JournalFailure {
        writeThreeFiles();
        try (var reader = Journals.open(journal())) {
            reader.seek(1, 22);
            assertEquals(22L, firstIndex(reader));
            reader.seek(1, 13);
            assertEquals(12L, firstIndex(reader), "a decision is in the turn of its event");
            reader.seek(Turns.wall(5));
            assertEquals(5L, firstIndex(reader));
            reader.seekState(1, 22);
            assertEquals(20L, firstIndex(reader));
            reader.seekState(Turns.wall(15));
            assertEquals(11L, firstIndex(reader));
            reader.seek(2, 1);
            assertEquals(List.of(30L), Reading.of(reader).indexes());
        }
    }

    private void writeThreeFiles() throws JournalFailure {
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            LongStream.rangeClosed(1, 10).forEach(i -> append(writer, Turns.advert(i)));
            writer.roll(Turns.checkpoint(11));
            writer.append(Turns.takeover(12));
            LongStream.rangeClosed(15, 19).forEach(i -> append(writer, Turns.advert(i)));
            writer.roll(Turns.checkpoint(20));
            LongStream.rangeClosed(21, 25).forEach(i -> append(writer, Turns.advert(i)));
        }
        write(List.of(Turns.advert(30)));
    }

    private static long firstIndex(JournalReader reader) throws JournalFailure {
        assertInstanceOf(RunStarted.class, reader.next());
        return turn(reader).recorded().index();
    }

    @Test
    void theOldestFilesGoAndTheNewestStays() throws Exception {
        writeThreeFiles();
        assertEquals(4, files().size());
        try (var writer = Journals.openWriter(journal(), OPTIONS.keepingBytes(600_000))) {
            writer.append(Turns.advert(1));
            writer.tidy();
        }
        assertEquals(List.of(2L, 3L), runs());
        try (var writer = Journals.openWriter(journal(), OPTIONS.keepingFor(Duration.ZERO))) {
            writer.append(Turns.advert(7));
            writer.tidy();
        }
        assertEquals(List.of(4L), runs());
        assertEquals(List.of(7L), Reading.of(journal()).indexes());
    }

    /** A wall clock that jumped ahead, or a host that was off: both look like files that are old. */
    @Test
    void aClockThatJumpedMakesNothingOld() throws Exception {
        writeThreeFiles();
        for (var file : files()) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
        }
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            writer.append(Turns.advert(1));
            writer.tidy();
        }
        assertEquals(5, files().size());
    }

    @Test
    void aRunThatRecordedNothingLeavesNoDirectory() throws Exception {
        write(List.of(Turns.advert(1)));
        var empty = Files.createDirectory(journal().resolve("run-2"));
        Files.writeString(empty.resolve("metadata.cq4t"), "a table");
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            writer.append(Turns.advert(2));
            writer.tidy();
        }
        assertFalse(Files.exists(empty));
        assertEquals(List.of(1L, 3L), runs());
    }

    /** What cannot be read or deleted keeps nothing else from going. */
    @Test
    void anUnreadableFileDoesNotStopTheOthersFromGoing() throws Exception {
        writeThreeFiles();
        Files.createDirectories(journal().resolve("run-1/0.cq4/full"));
        try (var writer = Journals.openWriter(journal(), OPTIONS.keepingFor(Duration.ZERO))) {
            writer.append(Turns.advert(7));
            assertThrows(JournalFailure.class, writer::tidy);
        }
        assertEquals(2, files().size(), "the newest, and what cannot be deleted");
    }

    @Test
    void aReaderThatFollowsFindsNewFilesPartsAndRuns() throws Exception {
        try (var reader = Journals.open(journal())) {
            assertNull(reader.next());
            for (int run = 1; run <= 3; run++) {
                write(List.of(Turns.advert(run)));
                assertEquals(
                        run, assertInstanceOf(RunStarted.class, reader.next()).run());
                assertEquals(run, turn(reader).recorded().index());
                assertNull(reader.next());
            }
        }
    }

    private List<Long> runs() throws JournalFailure {
        return Reading.of(journal()).each(RunStarted.class).stream()
                .map(RunStarted::run)
                .toList();
    }

    @Test
    void aSecondWriterIsToldWhoHasTheJournal() throws Exception {
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            var refused = assertThrows(JournalFailure.class, () -> Journals.openWriter(journal(), OPTIONS));
            assertTrue(String.valueOf(refused.getMessage()).contains("this process"), refused::getMessage);
            var other = ChildJvm.run(journal(), "append", "1", "1");
            assertTrue(
                    other.output()
                            .contains("is being written by pid "
                                    + ProcessHandle.current().pid()),
                    other::output);
            writer.append(Turns.advert(1));
        }
        write(List.of(Turns.advert(1)));
    }

    @Test
    void itIsToldWhetherAJournalIsWritten() throws Exception {
        assertEquals(Optional.empty(), Journals.isWritten(journal()));
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            writer.append(Turns.advert(1));
            assertEquals(Optional.of(true), Journals.isWritten(journal()));
        }
        assertEquals(Optional.of(false), Journals.isWritten(journal()));
    }

    private void write(List<Turn> turns) throws JournalFailure {
        try (var writer = Journals.openWriter(journal(), OPTIONS)) {
            for (var turn : turns) {
                writer.append(turn);
            }
        }
    }

    private static void append(JournalWriter writer, Turn turn) {
        try {
            writer.append(turn);
        } catch (JournalFailure e) {
            throw new AssertionError(e);
        }
    }

    private static Turn keep(List<Turn> turns, Turn turn) {
        turns.add(turn);
        return turn;
    }

    private List<Path> files() throws Exception {
        try (var paths = Files.walk(journal())) {
            return paths.filter(path -> path.toString().endsWith(".cq4"))
                    .sorted()
                    .toList();
        }
    }
}
