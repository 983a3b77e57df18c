package io.keepsake.daemon.recorder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from one thread to one other. Neither waits, locks, allocates or calls the kernel; a slot that is
 * null is free, so the two share nothing but the slots.
 */
final class Ring<T> {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    private static final int MIDDLE = 32;

    private final @Nullable Object[] slots;
    private final int mask;
    /** Positions in the middle of an array, so that the two threads do not take a cache line from each other. */
    private final int[] tail = new int[2 * MIDDLE + 1];

    private final int[] head = new int[2 * MIDDLE + 1];

    /**
     * A ring of this many slots.
     *
     * @param capacity a power of two
     */
    Ring(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("a ring's capacity must be a power of two, was " + capacity);
        }
        slots = new Object[capacity];
        mask = capacity - 1;
    }

    /** Whether there was room; for the one thread that offers. */
    boolean offer(T value) {
        int slot = tail[MIDDLE] & mask;
        if (SLOT.getAcquire(slots, slot) != null) {
            return false;
        }
        SLOT.setRelease(slots, slot, value);
        tail[MIDDLE]++;
        return true;
    }

    /** The oldest value, or null; for the one thread that takes. */
    @SuppressWarnings("unchecked")
    @Nullable T poll() {
        int slot = head[MIDDLE] & mask;
        var value = (T) SLOT.getAcquire(slots, slot);
        if (value != null) {
            SLOT.setRelease(slots, slot, (Object) null);
            head[MIDDLE]++;
        }
        return value;
    }
}
