package io.keepsake.fuzz;

import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalReader;
import io.keepsake.journal.Journals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The one file of a journal, whole or damaged. A record whose checksum is 0 gets the one that belongs to it. Read twice, it
 * tells the same; and one may seek in it.
 */
public final class JournalTarget {
    /** The reader's window. */
    private static final long WINDOWS = 16 << 20;

    private static final Path ROOT = root();
    private static final FileChannel FILE = file();

    private JournalTarget() {}

    private static Path root() {
        try {
            var root = Files.createTempDirectory("keepsake-fuzz-");
            root.toFile().deleteOnExit();
            return root;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Left open: to make it anew for each input takes longer than to read it. */
    private static FileChannel file() {
        try {
            var part = Files.createDirectory(ROOT.resolve("run-1"));
            var file = part.resolve("20260101V.cq4");
            part.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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
        var bytes = input.clone();
        repair(bytes);
        write(bytes);
        Bounds.check(input.length, WINDOWS, 16_384, JournalTarget::read);
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

    private static void read() throws JournalFailure {
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
            if (item instanceof JournalItem.Damaged(var _, long position, var what)
                    && (position < 0 || what.isBlank())) {
                throw new AssertionError(item.toString());
            }
        }
        return items;
    }
}
