package io.keepsake.journal.chronicle;

import io.keepsake.journal.codec.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads one Chronicle file, whole or damaged, while it is written or long after. It reads with {@code pread}, not
 * through a mapping: nothing is created or locked, a file cut short cannot fault, and the records behind a hole are
 * found where Chronicle's own tailer would see the end of the queue.
 *
 * <pre>
 * file     := excerpt*                                        each at a multiple of 4
 * excerpt  := header (4 bytes, little-endian), content
 * header   := 00000000                    nothing here yet
 *           | 1xxxxxxx...                 being written, or torn
 *           | C0000000                    end mark: the next file goes on
 *           | 01, 30 bits length          Chronicle's own: file header, index
 *           | 00, 30 bits length          a record of ours
 * </pre>
 */
public final class ExcerptFile implements AutoCloseable {
    public static final String SUFFIX = ".cq4";

    private static final int NOT_COMPLETE = 1 << 31;
    static final int META = 1 << 30;
    static final int END_MARK = NOT_COMPLETE | META;
    private static final int WINDOW = 256 * 1024;
    private static final byte[] WRITE_POSITION = "writePosition".getBytes(StandardCharsets.US_ASCII);

    private final FileChannel channel;
    private ByteBuffer window =
            ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long windowAt;
    private long position;
    private int length;

    private ExcerptFile(FileChannel channel) {
        this.channel = channel;
    }

    public static ExcerptFile open(Path path) throws IOException {
        return new ExcerptFile(FileChannel.open(path, StandardOpenOption.READ));
    }

    /** What stands at the present position. */
    public enum Step {
        /** A record, not checked yet: {@link #array}, {@link #offset}, {@link #length}. */
        RECORD,
        /** Nothing, as yet. */
        NOTHING,
        /** A record that was begun and not ended, as yet. */
        BEGUN,
        /** The end mark. */
        END,
        /** Something that no writer puts there. */
        BROKEN
    }

    /** Passes over what is Chronicle's own and looks what comes then. */
    public Step look() throws IOException {
        while (true) {
            if (!has(position, 4)) {
                return Step.NOTHING;
            }
            int header = window.getInt((int) (position - windowAt));
            if (header == 0 || header < 0) {
                forgetWindow();
                return header == 0 ? Step.NOTHING : header == END_MARK ? Step.END : Step.BEGUN;
            }
            length = header & ~META;
            if ((header & META) == 0) {
                return Frame.fits(length) && has(position + 4, length) ? Step.RECORD : Step.BROKEN;
            }
            if (length > channel.size() - position) {
                return Step.BROKEN;
            }
            position += 4 + (length + 3L) / 4 * 4;
        }
    }

    public byte[] array() {
        return window.array();
    }

    public int offset() {
        return (int) (position - windowAt) + 4;
    }

    public int length() {
        return length;
    }

    public long position() {
        return position;
    }

    /** Goes behind the record that {@link #look} found. */
    public void pass() {
        position += 4 + length;
    }

    public void moveTo(long position) {
        this.position = position;
    }

    /** Reads anew what may have been changed since. */
    public void forgetWindow() {
        window.limit(0);
    }

    /** The place of the first whole record of ours behind the present position, or -1. */
    public long findRecord() throws IOException {
        for (long at = position + 4; has(at, 4); at += 4) {
            int offset = (int) (at - windowAt);
            int header = window.getInt(offset);
            if (header == 0) {
                at += zeroWords(offset) * 4L - 4;
            } else if (Frame.fits(header) && has(at + 4, header)) {
                offset = (int) (at - windowAt) + 4;
                if (Frame.whole(window.array(), offset, header)) {
                    return at;
                }
            }
        }
        return -1;
    }

    /**
     * Whether a record of ours stands from the present position to {@code next}, whole but for the excerpt header: so it is
     * before a writer has published what it appends at once, and for ever if it was killed then.
     */
    public boolean lacksHeader(long next) throws IOException {
        long room = next - position - 4;
        int size = (int) Math.min(room, Integer.MAX_VALUE);
        return Frame.fits(size)
                && has(position + 4, size)
                && Frame.whole(window.array(), (int) (position + 4 - windowAt), size);
    }

    private int zeroWords(int offset) {
        int from = offset;
        while (offset + 4 <= window.limit() && window.getInt(offset) == 0) {
            offset += 4;
        }
        return (offset - from) / 4;
    }

    /**
     * Where, by Chronicle's own header, the last excerpt begins that was written; 0 when it does not say. When nothing
     * is found there, something was lost.
     */
    public long writtenTo() throws IOException {
        var header = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(header, 0);
        int at = writePositionAt(header.array());
        return at < 0 ? 0 : header.getLong(at);
    }

    /** Where in a file's header the first value of {@code writePosition} stands, a Wire array of longs; -1 for nowhere. */
    static int writePositionAt(byte[] header) {
        for (int i = 0; i + WRITE_POSITION.length < 64; i++) {
            if (Arrays.equals(header, i, i + WRITE_POSITION.length, WRITE_POSITION, 0, WRITE_POSITION.length)) {
                return arrayValueAt(header, i + WRITE_POSITION.length);
            }
        }
        return -1;
    }

    /** Behind 0x8D, capacity and used. */
    private static int arrayValueAt(byte[] header, int from) {
        for (int i = from; i < from + 16; i++) {
            if (header[i] == (byte) 0x8d) {
                return i + 17;
            }
        }
        return -1;
    }

    /** Sees to it that {@code count} bytes at {@code from} are in the window, if the file has them. */
    private boolean has(long from, int count) throws IOException {
        if (from >= windowAt && from + count <= windowAt + window.limit()) {
            return true;
        }
        window.clear();
        windowAt = from;
        int read = 0;
        while (read >= 0 && window.hasRemaining()) {
            read = channel.read(window, windowAt + window.position());
        }
        window.flip();
        return window.limit() >= count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
