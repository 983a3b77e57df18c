package io.keepsake.adapter.netlink.socket;

import io.keepsake.adapter.netlink.sys.SystemCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/** An eventfd that ends the wait of a netlink thread. */
public final class WakeFd implements AutoCloseable {
    private static final int EFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;

    private final SystemCalls sys;
    private final int fd;
    /** How many are just writing; far below zero once it is closed. */
    private final AtomicInteger signalling = new AtomicInteger();

    private final ByteBuffer one = counter().putLong(0, 1);
    private final ByteBuffer taken = counter();

    private WakeFd(SystemCalls sys, int fd) {
        this.sys = sys;
        this.fd = fd;
    }

    public static WakeFd open(SystemCalls sys) {
        int fd = sys.c().eventfd(0, EFD_NONBLOCK_CLOEXEC);
        if (fd < 0) {
            throw new IllegalStateException("netlink: eventfd failed: " + Errno.text(sys.errno()));
        }
        return new WakeFd(sys, fd);
    }

    public int fd() {
        return fd;
    }

    /** Wakes the thread that waits, now or the next time; from any thread, and for nothing once it is closed. */
    public void signal() {
        if (signalling.getAndIncrement() >= 0) {
            sys.c().write(fd, one, Long.BYTES);
        }
        signalling.decrementAndGet();
    }

    /** Forgets the signals so far. */
    public void clear() {
        sys.c().read(fd, taken, Long.BYTES);
    }

    /** Waits for who is just writing: the number of the descriptor may be another's a moment later. */
    @Override
    public void close() {
        signalling.addAndGet(Integer.MIN_VALUE);
        while (signalling.get() != Integer.MIN_VALUE) {
            Thread.onSpinWait();
        }
        sys.c().close(fd);
    }

    private static ByteBuffer counter() {
        return ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
    }
}
