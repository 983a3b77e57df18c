package io.keepsake.daemon.probe.wire;

/**
 * Memory that the answers of all servers may take together, so that a thousand servers that never end what they say
 * cannot take it all. One thread.
 */
public final class MemoryBudget {
    private long left;

    public MemoryBudget(long bytes) {
        left = bytes;
    }

    /** Takes {@code bytes} of it, or nothing and answers false. */
    boolean take(int bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    void giveBack(int bytes) {
        left += bytes;
    }

    /** What nobody has taken. */
    public long left() {
        return left;
    }
}
