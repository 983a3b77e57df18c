package io.keepsake.web.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Points in time with an index and a code each, in order, in some five bytes a point. Points are kept in chunks, and a
 * reader who needs no more than one answer for the time that a chunk covers never opens it. For one writer; readers
 * must not read while it writes.
 */
public final class Series {
    private static final int CHUNK = 256;
    /** Codes from here on share one bit of a chunk's summary. */
    private static final int LAST_BIT = 63;

    /** Takes what lies in a span of time. */
    public interface Visitor {
        void point(long micros, long index, int code);

        /**
         * Many points that lie within one bucket.
         *
         * @param codes a bit for each code that occurs; bit 63 for all from 63 on
         */
        void points(long firstMicros, long lastMicros, long firstIndex, int count, long codes);
    }

    /** A point. */
    public record Entry(long micros, long index, int code) {}

    private final List<Chunk> chunks = new ArrayList<>();
    private long size;

    /** Adds a point; one that is earlier than the last is put beside it. */
    public void add(long micros, long index, int code) {
        if (chunks.isEmpty() || chunks.getLast().count == CHUNK) {
            if (!chunks.isEmpty()) {
                chunks.getLast().seal();
            }
            chunks.add(new Chunk(micros, index));
        }
        chunks.getLast().add(micros, index, code);
        size++;
    }

    public long size() {
        return size;
    }

    /** Visits what lies from {@code from} up to {@code to}, both included, in buckets of {@code bucket} from {@code from}. */
    public void scan(long from, long to, long bucket, Visitor visitor) {
        for (int i = chunkBefore(from); i < chunks.size() && chunks.get(i).firstMicros <= to; i++) {
            var chunk = chunks.get(i);
            boolean within = chunk.firstMicros >= from && chunk.lastMicros <= to;
            if (within && (chunk.firstMicros - from) / bucket == (chunk.lastMicros - from) / bucket) {
                visitor.points(chunk.firstMicros, chunk.lastMicros, chunk.firstIndex, chunk.count, chunk.codes);
            } else {
                chunk.each((micros, index, code) -> {
                    if (micros >= from && micros <= to) {
                        visitor.point(micros, index, code);
                    }
                });
            }
        }
    }

    /** The points from {@code from} up to {@code to}. */
    public List<Entry> entries(long from, long to) {
        var found = new ArrayList<Entry>();
        for (int i = chunkBefore(from); i < chunks.size() && chunks.get(i).firstMicros <= to; i++) {
            chunks.get(i).each((micros, index, code) -> {
                if (micros >= from && micros <= to) {
                    found.add(new Entry(micros, index, code));
                }
            });
        }
        return found;
    }

    /** The last point before or at {@code micros}, or {@code none}. */
    public Entry lastAt(long micros, Entry none) {
        var last = new Entry[] {none};
        for (int i = chunkBefore(micros); i < chunks.size() && chunks.get(i).firstMicros <= micros; i++) {
            chunks.get(i).each((at, index, code) -> {
                if (at <= micros) {
                    last[0] = new Entry(at, index, code);
                }
            });
        }
        return last[0];
    }

    /** The last chunk that begins before {@code micros}, where a scan has to begin; or 0. */
    private int chunkBefore(long micros) {
        int low = 0;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks.get(middle).firstMicros < micros) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private interface Each {
        void point(long micros, long index, int code);
    }

    private static final class Chunk {
        private final long firstMicros;
        private final long firstIndex;
        private long lastMicros;
        private long lastIndex;
        private long codes;
        private int count;
        private byte[] bytes = new byte[32];
        private int length;

        Chunk(long micros, long index) {
            firstMicros = micros;
            firstIndex = index;
            lastMicros = micros;
            lastIndex = index;
        }

        void add(long micros, long index, int code) {
            long at = Math.max(micros, lastMicros);
            put(at - lastMicros);
            put(zigzag(index - lastIndex));
            put(code);
            lastMicros = at;
            lastIndex = index;
            codes |= 1L << Math.min(code, LAST_BIT);
            count++;
        }

        private static long zigzag(long value) {
            return (value << 1) ^ (value >> 63);
        }

        private void put(long value) {
            if (length + 10 > bytes.length) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                bytes[length++] = (byte) (rest & 0x7f | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }

        void seal() {
            bytes = Arrays.copyOf(bytes, length);
        }

        void each(Each each) {
            long micros = firstMicros;
            long index = firstIndex;
            var in = new Cursor(bytes);
            for (int i = 0; i < count; i++) {
                micros += in.next();
                long delta = in.next();
                index += (delta >>> 1) ^ -(delta & 1);
                each.point(micros, index, (int) in.next());
            }
        }
    }

    private static final class Cursor {
        private final byte[] bytes;
        private int at;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        long next() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte b = bytes[at++];
                value |= (b & 0x7fL) << shift;
                if (b >= 0) {
                    return value;
                }
            }
        }
    }
}
