package io.keepsake.journal;

import io.keepsake.fuzz.Bounds;
import io.keepsake.journal.FileReader.Found;
import io.keepsake.journal.codec.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The one file of a journal, whole or damaged; a record whose checksum is 0 gets the one that belongs to it. With bit 0
 * of the first byte the rest comes behind the beginning of a file of ours, with bit 1 it is read as a journal, in which
 * one may seek, and otherwise as a file alone. Read twice, it tells the same.
 */
public final class JournalTarget {
    /** The readers' windows. */
    private static final long WINDOWS = 16 << 20;

    private static final Path ROOT = root();
    private static final Path PART = ROOT.resolve("run-1");
    private static final Path PATH = PART.resolve("20260101V.cq4");
    private static final byte[] BEGINNING = beginning();

    /** Left open: to make it anew for each input takes longer than to read it. */
    private static final FileChannel FILE = file();

    private JournalTarget() {}

    private static byte[] beginning() {
        try {
            return Written.beginning();
        } catch (IOException | JournalFailure e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static Path root() {
        try {
            var root = Files.createTempDirectory("keepsake-fuzz-");
            root.toFile().deleteOnExit();
            return root;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static FileChannel file() {
        try {
            Files.createDirectory(PART).toFile().deleteOnExit();
            PATH.toFile().deleteOnExit();
            return FileChannel.open(PATH, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static void write(byte[] bytes) throws IOException {
        var content = ByteBuffer.wrap(bytes);
        while (content.hasRemaining()) {
            FILE.write(content, content.position());
        }
        FILE.truncate(bytes.length);
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        int from = (input[0] & 1) != 0 ? BEGINNING.length : 0;
        var bytes = Arrays.copyOf(BEGINNING, from + input.length - 1);
        System.arraycopy(input, 1, bytes, from, input.length - 1);
        repair(bytes);
        write(bytes);
        boolean journal = (input[0] & 2) != 0;
        Bounds.check(bytes.length, WINDOWS, 16_384, journal ? JournalTarget::readJournal : JournalTarget::readTwice);
    }

    /** From excerpt to excerpt as long as their lengths lead from one to the next. */
    private static void repair(byte[] bytes) {
        var file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + 12 <= file.limit()) {
            int header = file.getInt(at);
            int length = header & 0x3fff_ffff;
            if (header <= 0 || length > file.limit() - at - 4) {
                return;
            }
            boolean ours = (header & 0x4000_0000) == 0 && length >= 8;
            if (ours && file.getInt(at + 4) == 0) {
                var crc = new CRC32C();
                crc.update(bytes, at + 8, length - 4);
                file.putInt(at + 4, (int) crc.getValue());
            }
            at += 4 + (length + 3 & ~3);
        }
    }

    private static void readJournal() throws JournalFailure {
        try (var reader = Journals.open(ROOT)) {
            var items = all(reader);
            reader.seek(1, 2);
            var from = all(reader);
            if (from.size() > items.size()) {
                throw new AssertionError("seeking found " + from + " of " + items);
            }
            reader.seek(Instant.EPOCH);
            all(reader);
            reader.seekState(1, Long.MAX_VALUE);
            var again = all(reader);
            if (!again.equals(items)) {
                throw new AssertionError("read " + items + " and then " + again);
            }
        }
    }

    private static List<JournalItem> all(JournalReader reader) throws JournalFailure {
        var items = new ArrayList<JournalItem>();
        for (var item = reader.next(); item != null; item = reader.next()) {
            items.add(item);
            if (item instanceof JournalItem.Damaged damaged) {
                check(damaged);
            }
        }
        return items;
    }

    private static void readTwice() throws IOException {
        var found = found();
        var again = found();
        if (!again.equals(found)) {
            throw new AssertionError("read " + found + " and then " + again);
        }
    }

    private static List<Found> found() throws IOException {
        try (var reader = new FileReader(PATH, -1)) {
            var all = new ArrayList<Found>();
            for (var found = reader.next(); found != null; found = reader.next()) {
                all.add(found);
                if (found instanceof Found.Broken(var damaged)) {
                    check(damaged);
                }
            }
            return all;
        }
    }

    private static void check(JournalItem.Damaged damaged) {
        if (damaged.position() < 0 || damaged.what().isBlank()) {
            throw new AssertionError(damaged.toString());
        }
    }
}
