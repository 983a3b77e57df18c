package io.keepsake.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.journal.chronicle.ExcerptFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What looks like the end of a queue to Chronicle must be told as damage here, and what is behind it must be read. */
final class DamageTest {
    private static final JournalOptions OPTIONS = JournalOptions.of("test");
    private static final int TURNS = 2000;

    @TempDir
    Path journal;

    private Path file = Path.of("");

    @BeforeEach
    void writeARun() throws Exception {
        try (var writer = Journals.openWriter(journal, OPTIONS)) {
            for (int i = 1; i <= TURNS; i++) {
                writer.append(Turns.advert(i));
            }
        }
        try (var paths = Files.list(journal.resolve("run-1"))) {
            file = paths.filter(p -> p.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
        assertEquals(List.of(), Reading.of(journal).damage());
    }

    /** Where the record of turn 1000 begins, its excerpt header first; the head and one name come before turn 1. */
    private long positionOf(int turn) throws IOException {
        try (var excerpts = ExcerptFile.open(file)) {
            for (int i = 0; i < turn + 1; i++) {
                assertEquals(ExcerptFile.Step.RECORD, excerpts.look());
                excerpts.pass();
            }
            assertEquals(ExcerptFile.Step.RECORD, excerpts.look());
            return excerpts.position();
        }
    }

    private void overwrite(long position, byte[] bytes) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), position);
        }
    }

    private byte at(long position) {
        return bytesAt(position, 1)[0];
    }

    private static List<Long> allBut(long from, long to) {
        return LongStream.rangeClosed(1, TURNS)
                .filter(i -> i < from || i > to)
                .boxed()
                .toList();
    }

    /** Killed between the making of the file and its first word: nothing was written, so nothing is lost. */
    @Test
    void aFileThatWasOnlyMadeIsNoDamage() throws Exception {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.allocate(1), 64 * 1024);
        }
        var read = Reading.of(journal);
        assertEquals(List.of(), read.damage());
        assertEquals(List.of(), read.indexes());
    }

    /** The header of the first record that is appended at once is written last, and then Chronicle's own word of the end. */
    @Test
    void whatAKilledWriterHadNotPublishedIsNoDamage(@TempDir Path other) throws Exception {
        try (var writer = Journals.openWriter(other, OPTIONS)) {
            writer.append(Turns.advert(1));
        }
        try (var paths = Files.list(other.resolve("run-1"))) {
            file = paths.filter(p -> p.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
        long first;
        try (var excerpts = ExcerptFile.open(file)) {
            assertEquals(ExcerptFile.Step.RECORD, excerpts.look());
            first = excerpts.position();
        }
        long last = positionOf(1);
        var header = bytesAt(first, 4);
        overwrite(first, new byte[4]);
        assertFalse(Reading.of(other).damage().isEmpty(), "it was published, and is gone");

        long says = LongStream.range(0, 256)
                .filter(at -> longAt(at) == last)
                .findFirst()
                .orElseThrow();
        overwrite(says, new byte[8]);
        try (var reader = Journals.open(other)) {
            assertNull(reader.next());
            overwrite(first, header);
            assertEquals(List.of(1L), Reading.of(reader).indexes(), "published in the end");
        }
        overwrite(first, new byte[4]);
        overwrite(first + 8, new byte[] {(byte) ~bytesAt(first + 8, 1)[0]});
        assertFalse(Reading.of(other).damage().isEmpty(), "no writer leaves that");
    }

    private byte[] bytesAt(long position, int count) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var bytes = ByteBuffer.allocate(count);
            channel.read(bytes, position);
            return bytes.array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long longAt(long position) {
        return ByteBuffer.wrap(bytesAt(position, 8))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    @Test
    void aFlippedByteIsNamedWithFileAndPosition() throws Exception {
        long position = positionOf(1000);
        for (int offset = 0; offset < 40; offset++) {
            byte was = at(position + offset);
            overwrite(position + offset, new byte[] {(byte) (was ^ 0x10)});
            var read = Reading.of(journal);
            assertEquals(allBut(1000, 1000), read.indexes(), "byte " + offset);
            assertEquals(1, read.damage().size(), "byte " + offset);
            var damage = read.damage().getFirst();
            assertEquals(file, damage.file());
            assertTrue(damage.position() >= position && damage.position() <= position + 64, damage::toString);
            assertTrue(damage.what().contains("records 1001 to 1001 are missing"), damage::what);
            overwrite(position + offset, new byte[] {was});
        }
    }

    @Test
    void everyBitOfAnExcerptHeaderCounts() throws Exception {
        long position = positionOf(1000);
        for (int bit = 0; bit < 32; bit++) {
            byte was = at(position + bit / 8);
            overwrite(position + bit / 8, new byte[] {(byte) (was ^ 1 << bit % 8)});
            var read = Reading.of(journal);
            assertEquals(allBut(1000, 1000), read.indexes(), "bit " + bit);
            assertEquals(1, read.damage().size(), "bit " + bit);
            overwrite(position + bit / 8, new byte[] {was});
        }
    }

    @Test
    void behindAZeroedPageReadingGoesOn() throws Exception {
        long position = positionOf(1000);
        overwrite(position, new byte[4096]);
        var read = Reading.of(journal);
        assertEquals(1, read.damage().size());
        assertEquals(position, read.damage().getFirst().position());
        assertEquals(
                999,
                read.indexes()
                        .indexOf(read.indexes().stream()
                                .filter(i -> i > 1000)
                                .findFirst()
                                .orElseThrow()));
        assertEquals(TURNS, read.indexes().getLast());
        assertTrue(read.turns().size() > TURNS - 100);
    }

    @Test
    void behindAPageOfNoiseReadingGoesOn() throws Exception {
        var noise = new byte[4096];
        new Random(1).nextBytes(noise);
        overwrite(positionOf(1000) + 20, noise);
        var read = Reading.of(journal);
        assertEquals(1, read.damage().size());
        assertEquals(999, read.indexes().get(998));
        assertEquals(TURNS, read.indexes().getLast());
    }

    @Test
    void aFileCutWithinItsRecordsIsToldAsALostEnd() throws Exception {
        long cut = positionOf(1000) + 7;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(cut);
        }
        var read = Reading.of(journal);
        assertEquals(LongStream.rangeClosed(1, 999).boxed().toList(), read.indexes());
        assertEquals(1, read.damage().size(), read.damage()::toString);
    }

    @Test
    void anEndOfZerosIsToldAsALostEnd() throws Exception {
        long position = positionOf(1900);
        overwrite(position, new byte[(int) (Files.size(file) - position)]);
        var read = Reading.of(journal);
        assertEquals(LongStream.rangeClosed(1, 1899).boxed().toList(), read.indexes());
        assertEquals(1, read.damage().size(), read.damage()::toString);
        assertEquals(position, read.damage().getFirst().position());
    }

    @Test
    void aDamagedFileHeaderHidesNothing() throws Exception {
        var noise = new byte[200];
        new Random(2).nextBytes(noise);
        overwrite(0, noise);
        var read = Reading.of(journal);
        assertEquals(TURNS, read.turns().size());
        assertEquals(1, read.damage().size(), read.damage()::toString);
    }

    @Test
    void withoutItsHeadAFileIsTold() throws Exception {
        try (var excerpts = ExcerptFile.open(file)) {
            excerpts.look();
            overwrite(excerpts.position() + 30, new byte[] {99});
        }
        var read = Reading.of(journal);
        assertEquals(List.of(), read.turns());
        assertTrue(read.damage().getFirst().what().contains("CRC32C"), read.damage()::toString);
    }

    @Test
    void theNextRunIsWrittenAndReadWhateverTheDamage() throws Exception {
        overwrite(positionOf(500), new byte[8192]);
        Files.write(journal.resolve("run-1").resolve("metadata.cq4t"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        try (var writer = Journals.openWriter(journal, OPTIONS);
                var tail = writer.tail()) {
            assertEquals(TURNS, Reading.of(tail).indexes().getLast());
            writer.append(Turns.advert(1));
        }
        var read = Reading.of(journal);
        assertEquals(1L, read.indexes().getLast());
        assertEquals(1, read.damage().size());
    }

    @Test
    void aHoleInALiveFileIsToldWhileTheWriterGoesOn() throws Exception {
        try (var writer = Journals.openWriter(journal, OPTIONS);
                var reader = Journals.open(journal)) {
            reader.seek(2, 1);
            writer.append(Turns.advert(1));
            assertEquals(List.of(1L), Reading.of(reader).indexes());
            writer.append(Turns.advert(2));
            writer.append(Turns.advert(3));
            try (var paths = Files.list(journal.resolve("run-2"))) {
                file = paths.filter(p -> p.toString().endsWith(".cq4"))
                        .findFirst()
                        .orElseThrow();
            }
            overwrite(positionOf(2), new byte[4]);
            var behind = Reading.of(reader);
            assertEquals(1, behind.damage().size());
            assertEquals(List.of(3L), behind.indexes());
            writer.append(Turns.advert(4));
            assertEquals(List.of(4L), Reading.of(reader).indexes());
        }
    }
}
