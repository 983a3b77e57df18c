package io.keepsake.web.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Points in time with an index and a code each, in order, in some seven bytes a point. Points are kept in chunks, and a
 * reader who needs no more than one answer for the time that a chunk covers never opens it. Where room is short the oldest
 * chunks keep but that answer: they are thinned. For one writer; readers must not read while it writes.
 */
public final class Series {
    private static final int CHUNK = 256;
    /** Codes from here on share one bit of a chunk's summary. */
    private static final int LAST_BIT = 63;
    /** What a chunk takes beside its points. */
    private static final int CHUNK_BYTES = 112;

    /** Takes what lies in a span of time. */
    public interface Visitor {
        void point(long micros, long index, int code);

        /**
         * Many points that lie within one bucket, or of which no more is known.
         *
         * @param codes a bit for each code that occurs; bit 63 for all from 63 on
         */
        void points(long firstMicros, long lastMicros, long firstIndex, int count, long codes);
    }

    /** A point. */
    public record Entry(long micros, long index, int code) {}

    private final Room.Share share;
    private final List<Chunk> chunks = new ArrayList<>(1);
    private long size;

    Series(Room.Share share) {
        this.share = share;
    }

    /** Adds a point; one that is earlier than the last is put beside it. */
    void add(long micros, long index, int code) {
        if (chunks.isEmpty() || chunks.getLast().count == CHUNK) {
            if (!chunks.isEmpty()) {
                chunks.getLast().seal();
            }
            chunks.add(new Chunk(share, micros, index));
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
            boolean one = within && (chunk.firstMicros - from) / bucket == (chunk.lastMicros - from) / bucket;
            if (one || chunk.thin && chunk.lastMicros >= from) {
                long first = Math.max(from, chunk.firstMicros);
                visitor.points(first, chunk.lastMicros, chunk.firstIndex, chunk.count, chunk.codes);
            } else {
                chunk.each((micros, index, code) -> {
                    if (micros >= from && micros <= to) {
                        visitor.point(micros, index, code);
                    }
                });
            }
        }
    }

    /** The points from {@code from} up to {@code to}, but for those of thinned chunks. */
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

    /**
     * The changes of state from {@code from} up to {@code to}, where each point is a state that lasts until the next. The
     * state is {@link Lane#UNKNOWN} within a thinned chunk, and before the last {@code most} chunks of the span.
     *
     * @param most chunks, of 256 changes each
     */
    public List<Entry> changes(long from, long to, int most) {
        var found = new ArrayList<Entry>();
        int begin = chunkBefore(from);
        int end = chunkBefore(to);
        int first = Math.max(begin, end - most + 1);
        if (first > begin) {
            var passed = chunks.get(begin);
            found.add(new Entry(Math.max(from, passed.firstMicros), passed.firstIndex, Lane.UNKNOWN));
        }
        for (int i = first; i < chunks.size() && chunks.get(i).firstMicros <= to; i++) {
            var chunk = chunks.get(i);
            if (chunk.thin) {
                chunk.ends(from, to, found);
            } else {
                chunk.each((micros, index, code) -> {
                    if (micros >= from && micros <= to) {
                        found.add(new Entry(micros, index, code));
                    }
                });
            }
        }
        return found;
    }

    /** The last point, or {@code none}. */
    public Entry last(Entry none) {
        return chunks.isEmpty() ? none : chunks.getLast().last();
    }

    /** The last point before or at {@code micros}, or {@code none}; of a thinned chunk that is within it, no known state. */
    public Entry lastAt(long micros, Entry none) {
        if (!chunks.isEmpty() && chunks.getLast().lastMicros <= micros) {
            return chunks.getLast().last();
        }
        var last = new Entry[] {none};
        for (int i = chunkBefore(micros); i < chunks.size() && chunks.get(i).firstMicros <= micros; i++) {
            var chunk = chunks.get(i);
            if (chunk.lastMicros <= micros) {
                last[0] = chunk.last();
            } else if (chunk.thin) {
                last[0] = new Entry(chunk.firstMicros, chunk.firstIndex, Lane.UNKNOWN);
            } else {
                chunk.each((at, index, code) -> {
                    if (at <= micros) {
                        last[0] = new Entry(at, index, code);
                    }
                });
            }
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

    /** Neighbouring points, and their summary. */
    static final class Chunk {
        private static final byte[] NONE = {};

        private final Room.Share share;
        private final long firstMicros;
        private final long firstIndex;
        private long lastMicros;
        private long lastIndex;
        private long codes;
        private int lastCode;
        private int count;
        private byte[] bytes = new byte[16];
        private int length;
        private boolean thin;

        Chunk(Room.Share share, long micros, long index) {
            this.share = share;
            firstMicros = micros;
            firstIndex = index;
            lastMicros = micros;
            lastIndex = index;
            share.grew(CHUNK_BYTES + bytes.length);
        }

        void add(long micros, long index, int code) {
            long at = Math.max(micros, lastMicros);
            put(at - lastMicros);
            put(zigzag(index - lastIndex));
            put(code);
            lastMicros = at;
            lastIndex = index;
            lastCode = code;
            codes |= 1L << Math.min(code, LAST_BIT);
            count++;
        }

        private static long zigzag(long value) {
            return (value << 1) ^ (value >> 63);
        }

        private void put(long value) {
            if (length + 10 > bytes.length) {
                resize(bytes.length * 2);
            }
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                bytes[length++] = (byte) (rest & 0x7f | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }

        private void resize(int size) {
            share.grew(size - bytes.length);
            bytes = Arrays.copyOf(bytes, size);
        }

        private void seal() {
            resize(length);
            share.sealed(this);
        }

        /** From now on only its summary is known. */
        void thin() {
            share.grew(-bytes.length);
            bytes = NONE;
            thin = true;
        }

        private Entry last() {
            return new Entry(lastMicros, lastIndex, lastCode);
        }

        /** Of a thinned one: from its beginning on nothing is known, from its end on its last state. */
        private void ends(long from, long to, List<Entry> found) {
            if (firstMicros >= from) {
                found.add(new Entry(firstMicros, firstIndex, Lane.UNKNOWN));
            }
            if (lastMicros >= from && lastMicros <= to) {
                found.add(last());
            }
        }

        private void each(Each each) {
            if (thin) {
                return;
            }
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
