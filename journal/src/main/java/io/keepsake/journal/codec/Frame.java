package io.keepsake.journal.codec;

import java.util.zip.CRC32C;

/**
 * What every record begins with, and its check.
 *
 * <pre>
 *  0        4      5
 *  +--------+------+-----------------+---------+----------+
 *  | CRC32C | type | sequence varint | content | 0..3 x 0 |
 *  +--------+------+-----------------+---------+----------+
 *           |<------- what the CRC is taken over -------->|
 * </pre>
 *
 * The checksum is little-endian. The sequence is absolute in a head, and relative to the head's in all others.
 */
public final class Frame {
    static final int HEAD = 'H';
    static final int NAME = 'N';
    static final int TURN = 'T';
    /** The next part of a turn too long for one record; a {@link #LAST} ends it. */
    static final int PIECE = 'P';

    static final int LAST = 'L';

    static final int TYPE_AT = 4;
    /** The longest record there is, in bytes; Chronicle takes a quarter of its block at once. */
    public static final int LENGTH_MAX = 192 * 1024;

    private static final int LENGTH_MIN = 8;

    private Frame() {}

    /** Whether a record of ours can have this length. */
    public static boolean fits(int length) {
        return length >= LENGTH_MIN && length <= LENGTH_MAX && length % 4 == 0;
    }

    /** Whether these bytes are a record exactly as it was written. */
    public static boolean whole(byte[] bytes, int offset, int length) {
        return fits(length)
                && typed(bytes[offset + TYPE_AT])
                && stored(bytes, offset) == computed(bytes, offset, length);
    }

    private static boolean typed(byte type) {
        return type == HEAD || type == NAME || type == TURN || type == PIECE || type == LAST;
    }

    /** What is wrong with a record that is not {@link #whole}. */
    public static String defect(byte[] bytes, int offset, int length) {
        return fits(length)
                ? "a record's CRC32C is %08x, expected %08x"
                        .formatted(computed(bytes, offset, length), stored(bytes, offset))
                : "a record's length is " + length + ", expected a multiple of 4 from 8 to " + LENGTH_MAX;
    }

    static int computed(byte[] bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes, offset + TYPE_AT, length - TYPE_AT);
        return (int) crc.getValue();
    }

    private static int stored(byte[] bytes, int offset) {
        return bytes[offset] & 0xff
                | (bytes[offset + 1] & 0xff) << 8
                | (bytes[offset + 2] & 0xff) << 16
                | bytes[offset + 3] << 24;
    }
}
