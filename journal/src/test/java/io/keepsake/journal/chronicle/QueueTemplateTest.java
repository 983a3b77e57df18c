package io.keepsake.journal.chronicle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue that our files begin with is the one that the library makes; {@code -Drewrite=true} takes it over. */
class QueueTemplateTest {
    private static final Path RESOURCES = Path.of("src/main/resources/io/keepsake/journal/chronicle");
    private static final long WALL_MILLIS = 1_700_000_000_000L;

    @TempDir
    Path directory;

    private Path queue(boolean withExcerpt) {
        var place = directory.resolve(withExcerpt ? "used" : "fresh");
        try (var queue = SingleChronicleQueueBuilder.binary(place)
                .rollCycle(RollCycles.FIVE_MINUTELY)
                .timeProvider(() -> WALL_MILLIS)
                .build()) {
            if (withExcerpt) {
                try (var appender = queue.createAppender();
                        var document = appender.writingDocument()) {
                    Objects.requireNonNull(document.wire()).bytes().writeLong(1);
                }
            }
        }
        return place;
    }

    @Test
    void theTableIsTheLibrarys() throws IOException {
        var whole = Files.readAllBytes(queue(false).resolve(QueueTemplate.TABLE));
        assertEquals(QueueTemplate.TABLE_BYTES, whole.length);
        int end = whole.length;
        while (whole[end - 1] == 0) {
            end--;
        }
        is(QueueTemplate.TABLE, Arrays.copyOf(whole, end));
    }

    @Test
    void theHeaderIsTheLibrarysBeforeAnythingWasWritten() throws IOException {
        var name = new Cycles().nextFile(WALL_MILLIS);
        var file =
                ByteBuffer.wrap(Files.readAllBytes(queue(true).resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
        int length = file.getInt(0) & 0x3fff_ffff;
        var header = ByteBuffer.allocate((Integer.BYTES + length + 3) / 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
        header.put(0, file.array(), 0, header.capacity());
        // where the last excerpt is, and where the index is: in a file of ours nowhere
        int position = QueueTemplate.writePositionAt(header.array());
        header.putLong(position, 0).putLong(position + Long.BYTES, 0);
        header.putLong(QueueTemplate.valueAt(header.array(), "index2Index"), 0);
        header.putLong(QueueTemplate.valueAt(header.array(), "lastIndex"), 0);
        is(QueueTemplate.HEADER, header.array());
    }

    private static void is(String name, byte[] expected) throws IOException {
        var path = RESOURCES.resolve(name);
        if (Boolean.getBoolean("rewrite")) {
            Files.write(path, expected);
        }
        assertArrayEquals(expected, Files.readAllBytes(path));
    }
}
