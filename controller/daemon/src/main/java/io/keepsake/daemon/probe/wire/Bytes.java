package io.keepsake.daemon.probe.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow out of an {@link MemoryBudget}; the first few are free and stay. */
final class Bytes {
    private static final int FREE = 256;

    private final MemoryBudget budget;
    private byte[] array = new byte[FREE];
    private int size;

    Bytes(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Appends one byte; false when there is no memory for it. */
    boolean add(byte b) {
        if (size == array.length && !grow(size + 1)) {
            return false;
        }
        array[size++] = b;
        return true;
    }

    /** Appends the next {@code count} bytes of {@code source}; false when there is no memory for them. */
    boolean add(ByteBuffer source, int count) {
        if (size + count > array.length && !grow(size + count)) {
            return false;
        }
        source.get(array, size, count);
        size += count;
        return true;
    }

    private boolean grow(int needed) {
        int length = Math.max(needed, 2 * array.length);
        if (!budget.take(length - array.length)) {
            return false;
        }
        array = Arrays.copyOf(array, length);
        return true;
    }

    int size() {
        return size;
    }

    byte at(int index) {
        return array[index];
    }

    /** Forgets what it holds, keeps the room. */
    void clear() {
        size = 0;
    }

    /** Forgets what it holds and gives the room back. */
    void release() {
        size = 0;
        if (array.length > FREE) {
            budget.giveBack(array.length - FREE);
            array = new byte[FREE];
        }
    }

    /** What it holds, in the first {@link #size} bytes. */
    byte[] array() {
        return array;
    }

    /** What it holds, a character a byte. */
    String latin1() {
        return new String(array, 0, size, StandardCharsets.ISO_8859_1);
    }
}
