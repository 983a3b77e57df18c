package io.keepsake.journal.chronicle;

import io.keepsake.journal.codec.Frames;
import io.keepsake.journal.codec.Head;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Appends excerpts to one part: a directory that is new and ours alone, and a Chronicle queue. For one thread.
 *
 * <p>The library itself would write into mapped memory. Where the disk stands still that thread then stays inside a store
 * instruction, no collection of garbage can begin until it comes back, and the election stands still with it. So the same bytes are
 * written with {@code pwrite}, in which a thread may stay as long as it likes.
 *
 * <p>Room is taken first, by writing zeros ahead: a full disk is an {@link IOException} before anything was written, and the
 * same call may be made again later. Other failures leave the part in doubt: {@link #usable} is false, and writing must
 * go on in another part.
 */
public final class PartAppender implements AutoCloseable {
    /** The disk is taken in such steps, so a file takes a multiple of this. */
    public static final int STEP = 256 * 1024;

    private static final int HEADER_BYTES = Integer.BYTES;
    private static final byte[] TABLE = QueueTemplate.read(QueueTemplate.TABLE);
    private static final byte[] HEADER = QueueTemplate.read(QueueTemplate.HEADER);
    private static final int WRITE_POSITION_AT = QueueTemplate.writePositionAt(HEADER);
    private static final int HIGHEST_CYCLE_AT = QueueTemplate.valueAt(TABLE, "listing.highestCycle");
    private static final int LOWEST_CYCLE_AT = QueueTemplate.valueAt(TABLE, "listing.lowestCycle");

    private final Path directory;
    private final Access access;
    private final FileChannel table;
    private final Cycles cycles = new Cycles();
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(STEP);
    private final ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer excerpts = ByteBuffer.allocateDirect(16 * 1024).order(ByteOrder.LITTLE_ENDIAN);
    private @Nullable FileChannel file;
    private long position;
    private long reserved;
    private boolean usable = true;

    private PartAppender(Path directory, Access access, FileChannel table) {
        this.directory = directory;
        this.access = access;
        this.table = table;
    }

    /** Makes the directory and the queue in it; no excerpt file yet. Leaves nothing behind when it fails. */
    public static PartAppender create(Path directory, Access access) throws IOException {
        access.createDirectory(directory);
        FileChannel table = null;
        try {
            table = access.createFile(directory.resolve(QueueTemplate.TABLE));
            var appender = new PartAppender(directory, access, table);
            appender.fill(table, 0, QueueTemplate.TABLE_BYTES);
            write(table, ByteBuffer.wrap(TABLE), 0);
            Access.syncDirectory(directory.resolveSibling("."));
            return appender;
        } catch (IOException e) {
            if (table != null) {
                table.close();
            }
            remove(directory);
            throw new IOException("cannot make " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Begins a new file; what is appended from now on goes there. When it fails, the old one goes on, or nothing is {@link #usable}. */
    public void beginFile(Head head) throws IOException {
        long wallMillis = head.wall().toEpochMilli();
        var document = HeadDocument.of(head);
        sync();
        var path = directory.resolve(cycles.nextFile(wallMillis));
        var begun = access.createFile(path);
        try {
            fill(begun, 0, STEP);
            write(begun, ByteBuffer.wrap(HEADER), 0);
            put(begun, ExcerptFile.META | document.length, HEADER.length);
            write(begun, ByteBuffer.wrap(document), HEADER.length + HEADER_BYTES);
            Access.syncDirectory(directory);
        } catch (IOException e) {
            begun.close();
            Files.deleteIfExists(path);
            throw e;
        }
        var left = file;
        long end = position;
        file = begun;
        position = (long) HEADER.length + HEADER_BYTES + document.length;
        reserved = STEP;
        cycles.begin(wallMillis);
        try {
            list(left == null);
            leave(left, end);
        } catch (IOException e) {
            usable = false;
            throw e;
        }
    }

    /** Chronicle's own readers look for files where the table says that there are some; ours look at the directory. */
    private void list(boolean first) throws IOException {
        put(table, cycles.cycle(), HIGHEST_CYCLE_AT);
        if (first) {
            put(table, cycles.cycle(), LOWEST_CYCLE_AT);
        }
    }

    /** Another file goes on. */
    private void leave(@Nullable FileChannel left, long end) throws IOException {
        if (left != null) {
            try (left) {
                put(left, ExcerptFile.END_MARK, end);
            }
        }
    }

    /** Takes room on the disk for excerpts of {@code bytes} together. */
    public void reserve(int bytes) throws IOException {
        long wanted = position + bytes + HEADER_BYTES;
        while (reserved < wanted) {
            fill(file(), reserved, STEP);
            reserved += STEP;
        }
    }

    private void fill(FileChannel channel, long from, int length) throws IOException {
        zeros.clear().limit(length);
        write(channel, zeros, from);
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += channel.write(bytes, to);
        }
    }

    private void put(FileChannel channel, int value, long at) throws IOException {
        word.clear().putInt(value).flip();
        write(channel, word, at);
    }

    private void put(FileChannel channel, long value, long at) throws IOException {
        word.clear().putLong(value).flip();
        write(channel, word, at);
    }

    /**
     * Appends one excerpt a record into room that was {@link #reserve}d. Readers see all of them at once, or none: the header of the first
     * comes last.
     */
    public void append(Frames records) throws IOException {
        int size = records.size() + records.count() * HEADER_BYTES;
        if (excerpts.capacity() < size) {
            excerpts = ByteBuffer.allocateDirect(Math.max(size, 2 * excerpts.capacity()))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        excerpts.clear();
        int last = 0;
        for (int i = 0; i < records.count(); i++) {
            last = excerpts.position();
            excerpts.putInt(records.length(i)).put(records.array(), records.offset(i), records.length(i));
        }
        excerpts.flip().position(HEADER_BYTES);
        try {
            write(file(), excerpts, position + HEADER_BYTES);
            put(file(), excerpts.getInt(0), position);
            put(file(), position + last, WRITE_POSITION_AT);
        } catch (IOException e) {
            usable = false;
            throw new IOException("append to " + directory + " failed: " + e.getMessage(), e);
        }
        position += size;
    }

    /**
     * Makes durable what was appended: fdatasync. After a failure the kernel may have forgotten which pages are not written,
     * so the part is given up.
     */
    public void sync() throws IOException {
        if (file != null) {
            try {
                file.force(false);
            } catch (IOException e) {
                usable = false;
                throw e;
            }
        }
    }

    /** Bytes in the present file. */
    public long position() {
        return position;
    }

    /** Whether more may be appended. */
    public boolean usable() {
        return usable;
    }

    private FileChannel file() {
        if (file == null) {
            throw new IllegalStateException("no file was begun in " + directory);
        }
        return file;
    }

    /** Closes without syncing. A part in which no file was begun is removed. */
    @Override
    public void close() throws IOException {
        table.close();
        if (file != null) {
            file.close();
        } else {
            remove(directory);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory)) {
            for (var each : files) {
                Files.deleteIfExists(each);
            }
        }
        Files.deleteIfExists(directory);
    }
}
