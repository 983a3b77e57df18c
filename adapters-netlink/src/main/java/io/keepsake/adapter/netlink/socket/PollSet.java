package io.keepsake.adapter.netlink.socket;

import io.keepsake.adapter.netlink.sys.SystemCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Waits until one of some file descriptors is readable or in error. */
public final class PollSet {
    /** Size of struct pollfd: the descriptor, then what is asked and what was found, two bytes each. */
    private static final int ENTRY_BYTES = 8;

    private static final short POLLIN = 1;
    /** For {@link #await}: no end to the wait. */
    public static final int FOREVER = -1;

    private final SystemCalls sys;
    private final ByteBuffer entries;
    private final int count;

    public PollSet(SystemCalls sys, int... fds) {
        this.sys = sys;
        count = fds.length;
        entries = ByteBuffer.allocateDirect(count * ENTRY_BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            entries.putInt(i * ENTRY_BYTES, fds[i]).putShort(i * ENTRY_BYTES + 4, POLLIN);
        }
    }

    /** Whether something is there; false after {@code timeoutMillis}. A signal to the thread counts as something. */
    public boolean await(int timeoutMillis) {
        int ready = sys.c().poll(entries, count, timeoutMillis);
        if (ready < 0 && sys.errno() != Errno.EINTR) {
            throw new IllegalStateException("netlink: poll failed: " + Errno.text(sys.errno()));
        }
        return ready != 0;
    }
}
