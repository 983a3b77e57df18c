package io.keepsake.journal.chronicle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Appends excerpts to one part: a directory that is new and ours alone, with a Chronicle queue in it. For one thread.
 *
 * <p>Chronicle writes into mapped memory, where a full disk is a fault and an {@link InternalError}. So the room is
 * taken first, by writing zeros ahead: a full disk is then an {@link IOException} before anything was written, and the
 * same call may be made again later. Other failures leave the part in doubt: {@link #usable} is false, and writing must
 * go on in another part.
 */
public final class PartAppender implements AutoCloseable {
    private static final int BLOCK = 1 << 20;
    /** What Chronicle writes beside the excerpts: headers and, now and then, 16 KiB of index. */
    private static final int MARGIN = 64 * 1024;

    /** The disk is taken in such steps, so a file takes a multiple of this. */
    public static final int STEP = 256 * 1024;

    private static final String TABLE = "metadata.cq4t";

    static {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
    }

    private final Path directory;
    private final Access access;
    private final LogicalClock clock = new LogicalClock();
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(STEP);
    private @Nullable FileChannel file;
    private long position;
    private long reserved;
    private boolean usable = true;

    private PartAppender(Path directory, Access access) {
        this.directory = directory;
        this.access = access;
        this.queue = SingleChronicleQueueBuilder.binary(directory)
                .rollCycle(LogicalClock.CYCLE)
                .blockSize(BLOCK)
                .timeoutMS(500)
                .timeProvider(clock)
                .build();
        this.appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true);
    }

    /** Makes the directory and the queue in it; no excerpt file yet. Leaves nothing behind when it fails. */
    public static PartAppender create(Path directory, Access access) throws IOException {
        access.createDirectory(directory);
        try {
            var appender = new PartAppender(directory, access);
            access.grantFile(directory.resolve(TABLE));
            Access.syncDirectory(directory.resolveSibling("."));
            return appender;
        } catch (IOException | RuntimeException | InternalError | AssertionError e) {
            remove(directory);
            throw new IOException("cannot make " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Begins a new file; what is appended from now on goes there. When it fails, the old one goes on. */
    public void beginFile(long wallMillis) throws IOException {
        sync();
        var path = directory.resolve(clock.nextFile(wallMillis));
        var begun = access.createFile(path);
        try {
            fill(begun, 0, STEP);
            Access.syncDirectory(directory);
        } catch (IOException e) {
            begun.close();
            Files.deleteIfExists(path);
            throw e;
        }
        if (file != null) {
            file.close();
        }
        file = begun;
        position = 0;
        reserved = STEP;
        clock.begin(wallMillis);
    }

    /** Takes room on the disk for excerpts of {@code bytes} together, and waits for a disk that hangs. */
    public void reserve(int bytes) throws IOException {
        long wanted = position + bytes + MARGIN;
        while (reserved < wanted) {
            fill(file(), reserved, STEP);
            reserved += STEP;
        }
        awaitDisk(file());
    }

    /**
     * A disk that hangs makes whoever writes wait: here in a call, where the JVM can halt all other threads meanwhile to
     * collect memory; in a store to mapped memory it would wait with them, the election's too. What is written is what is
     * there, where the next excerpt begins.
     */
    private void awaitDisk(FileChannel channel) throws IOException {
        one.clear();
        channel.read(one, position);
        one.flip();
        channel.write(one, position);
    }

    private void fill(FileChannel channel, long from, int length) throws IOException {
        zeros.clear().limit(length);
        while (zeros.hasRemaining()) {
            channel.write(zeros, from + zeros.position());
        }
    }

    /** Appends one excerpt into room that was {@link #reserve}d; the bytes are seen by readers at once. */
    public void append(byte[] bytes, int offset, int length) throws IOException {
        try (var document = appender.writingDocument()) {
            try {
                var out = Objects.requireNonNull(document.wire()).bytes();
                out.write(bytes, offset, length);
                position = out.writePosition();
            } catch (RuntimeException | InternalError | AssertionError e) {
                document.rollbackOnClose();
                throw e;
            }
        } catch (RuntimeException | InternalError | AssertionError e) {
            usable = false;
            throw new IOException("append to " + directory + " failed: " + e, e);
        }
    }

    /**
     * Makes durable what was appended: fdatasync, which also writes the pages that were changed through a mapping.
     * After a failure the kernel may have forgotten which pages are not written, so the part is given up.
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
        try {
            appender.close();
            queue.close();
        } catch (RuntimeException | InternalError | AssertionError e) {
            throw new IOException("close of " + directory + " failed: " + e, e);
        } finally {
            if (file != null) {
                file.close();
            } else {
                remove(directory);
            }
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
