package io.keepsake.history.clock;

import java.util.Arrays;

/**
 * Adverts that one clock stamped: when, and what they can be told by. Bounded: when too many are there, half of the
 * identifications are left out from then on. Which half follows from the identification alone, so that what one node
 * keeps of a long time every other keeps as well.
 */
final class Samples {
    /** The place in a key of what tells adverts apart: 16 bits identification, 8 VRID, 8 priority, and the source. */
    private static final int SOURCE_SHIFT = 32;

    private final int most;
    private long[] at = new long[64];
    private long[] keys = new long[64];
    private int size;
    private int level;

    /** @param most that are kept, 2 or more */
    Samples(int most) {
        this.most = most;
    }

    /** @param id the IPv4 identification; 0 for an advert that is told by being the first after a silence */
    static long key(int source, int vrid, int priority, int id) {
        return (long) source << SOURCE_SHIFT | (long) vrid << 24 | (long) priority << 16 | id;
    }

    private static boolean kept(long key, int level) {
        int id = (int) (key & 0xffff);
        return id == 0 || (id * 0x9e3779b1 >>> Integer.SIZE - 16 & (1 << level) - 1) == 0;
    }

    void add(long moment, long key) {
        if (!kept(key, level)) {
            return;
        }
        if (size == most) {
            thin();
            add(moment, key);
            return;
        }
        if (size == at.length) {
            at = Arrays.copyOf(at, size * 2);
            keys = Arrays.copyOf(keys, size * 2);
        }
        at[size] = moment;
        keys[size++] = key;
    }

    /** The next level; of the first ones of a silence, which have no identification, every other one stays. */
    private void thin() {
        level++;
        int left = 0;
        for (int i = 0; i < size; i++) {
            boolean first = (keys[i] & 0xffff) == 0;
            if (first ? i % 2 == 0 : kept(keys[i], level)) {
                at[left] = at[i];
                keys[left++] = keys[i];
            }
        }
        size = left;
    }

    int size() {
        return size;
    }

    /** Bytes that it takes. */
    long bytes() {
        return 2L * Long.BYTES * at.length;
    }

    long at(int place) {
        return at[place];
    }

    long key(int place) {
        return keys[place];
    }
}
