package io.keepsake.journal.codec;

import java.util.Arrays;

/** Finished records one after another in one array, to be written in this order. The array is used again and again. */
public final class Frames {
    private final ByteWriter out = new ByteWriter();
    private int[] ends = new int[16];
    private int count;

    public int count() {
        return count;
    }

    public byte[] array() {
        return out.array();
    }

    public int offset(int record) {
        return record == 0 ? 0 : ends[record - 1];
    }

    public int length(int record) {
        return ends[record] - offset(record);
    }

    /** All records together, in bytes. */
    public int size() {
        return out.size();
    }

    void clear() {
        count = 0;
        out.truncate(0);
    }

    /** Begins a record; its content is what is written to the answer until {@link #end}. */
    ByteWriter begin(int type, long sequence) {
        out.truncate(count == 0 ? 0 : ends[count - 1]);
        for (int i = 0; i < Frame.TYPE_AT; i++) {
            out.octet(0);
        }
        out.octet(type);
        out.unsigned(sequence);
        return out;
    }

    void end() {
        int start = count == 0 ? 0 : ends[count - 1];
        while ((out.size() - start) % 4 != 0) {
            out.octet(0);
        }
        int length = out.size() - start;
        if (!Frame.fits(length)) {
            throw new IllegalArgumentException(
                    "a record must have at most " + Frame.LENGTH_MAX + " bytes, was " + length);
        }
        out.patchInt(start, Frame.computed(out.array(), start, length));
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = out.size();
    }
}
