package io.keepsake.journal.codec;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A buffer that grows: whole numbers as base-128 varints, signed ones zigzag, texts as length and UTF-8. */
final class ByteWriter {
    private byte[] bytes = new byte[1024];
    private int size;

    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    void truncate(int size) {
        this.size = size;
    }

    void octet(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void unsigned(long value) {
        room(10);
        while ((value & ~0x7fL) != 0) {
            bytes[size++] = (byte) (value | 0x80);
            value >>>= 7;
        }
        bytes[size++] = (byte) value;
    }

    void signed(long value) {
        unsigned(value << 1 ^ value >> 63);
    }

    void text(String value) {
        var utf8 = value.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        raw(utf8, 0, utf8.length);
    }

    void ip(Ip value) {
        int length = value.family().bytes();
        octet(value.family() == Family.IPV4 ? 4 : 6);
        room(length);
        value.write(bytes, size);
        size += length;
    }

    void raw(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** Four bytes, lowest first, at a place already written. */
    void patchInt(int offset, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[offset + i] = (byte) (value >>> 8 * i);
        }
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
