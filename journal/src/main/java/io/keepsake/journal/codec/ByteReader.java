package io.keepsake.journal.codec;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote; whatever does not fit is {@link Malformed}, never an index out of bounds. */
final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    ByteReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    int remaining() {
        return end - position;
    }

    int octet() {
        return bytes[take(1)] & 0xff;
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int octet = octet();
            value |= (octet & 0x7fL) << shift;
            if (shift == 63 && octet > 1) {
                throw new Malformed("a number must have at most 64 bits");
            }
            if (octet < 0x80) {
                return value;
            }
        }
        throw new AssertionError("the tenth byte ends a number or is refused");
    }

    long signed() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** A count of things that take at least one byte each. */
    int count() {
        long count = unsigned();
        if (count < 0 || count > remaining()) {
            throw new Malformed("a count must be 0.." + remaining() + ", was " + count);
        }
        return (int) count;
    }

    String text() {
        int length = count();
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    Ip ip() {
        int tag = octet();
        var family =
                switch (tag) {
                    case 4 -> Family.IPV4;
                    case 6 -> Family.IPV6;
                    default -> throw new Malformed("an address must begin with 4 or 6, was " + tag);
                };
        return Ip.of(family, bytes, take(family.bytes()));
    }

    byte[] raw(int length) {
        var raw = new byte[length];
        System.arraycopy(bytes, take(length), raw, 0, length);
        return raw;
    }

    /** Whether these bytes come next; then they are passed over. */
    boolean pass(byte[] expected) {
        int to = position + expected.length;
        boolean next = to <= end && Arrays.equals(bytes, position, to, expected, 0, expected.length);
        if (next) {
            position = to;
        }
        return next;
    }

    private int take(int length) {
        if (length > remaining()) {
            throw new Malformed("expected " + length + " bytes more, found " + remaining());
        }
        int taken = position;
        position += length;
        return taken;
    }
}
