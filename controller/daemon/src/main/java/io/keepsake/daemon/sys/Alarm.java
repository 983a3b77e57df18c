package io.keepsake.daemon.sys;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Where the election thread sleeps: until a moment, until a descriptor is readable, or until another thread rings.
 * {@link #ring} may be called from any thread; everything else belongs to one. The moment is a timerfd's: a time-out of
 * poll itself comes up to a thousandth of it late, which is 4 ms of a Master_Down_Interval.
 */
public final class Alarm {
    private static final int EFD_NONBLOCK_CLOEXEC = 0x80800;
    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int TFD_NONBLOCK_CLOEXEC = 0x80800;
    private static final long SIG_DFL = 0;
    private static final long SIG_IGN = 1;
    private static final long SECOND = 1_000_000_000L;

    private final LibC libc;
    private final Runtime runtime;
    private final int bell;
    private final Pointer fds;
    private final int timer;
    private final Pointer value;
    private final Pointer read;
    private final Pointer one;
    private final AtomicBoolean rung = new AtomicBoolean();

    /**
     * Makes the bell.
     *
     * @throws IllegalStateException when the kernel has no descriptor left
     */
    public Alarm() {
        libc = LibraryLoader.create(LibC.class).load("c");
        runtime = Runtime.getRuntime(libc);
        bell = libc.eventfd(0, EFD_NONBLOCK_CLOEXEC);
        if (bell < 0) {
            throw new IllegalStateException("eventfd failed: errno " + runtime.getLastError());
        }
        timer = libc.timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK_CLOEXEC);
        if (timer < 0) {
            throw new IllegalStateException("timerfd_create failed: errno " + runtime.getLastError());
        }
        fds = Memory.allocateDirect(runtime, 3 * POLLFD_BYTES, true);
        value = Memory.allocateDirect(runtime, 32, true);
        read = Memory.allocateDirect(runtime, 8, true);
        one = Memory.allocateDirect(runtime, 8, true);
        one.putLong(0, 1);
        fds.putInt(0, bell);
        fds.putShort(4, POLLIN);
        fds.putInt(2 * POLLFD_BYTES, timer);
        fds.putShort(2 * POLLFD_BYTES + 4, POLLIN);
    }

    /** The process ignores these signals from here on; for those that the JVM cannot name. */
    public void ignore(int... signals) {
        for (int signal : signals) {
            libc.signal(signal, Pointer.wrap(runtime, SIG_IGN));
        }
    }

    /**
     * This signal does nothing from here on, and is not ignored: the JVM hears none that it was started to ignore. What a
     * signal does where nothing is said of it would end the process if one came before the JVM hears it.
     */
    public void unignore(int signal) {
        // as a handler abs takes the number of the signal, and does nothing else; where there is none that moment is as
        // it was
        long nothing = Linker.nativeLinker()
                .defaultLookup()
                .find("abs")
                .map(MemorySegment::address)
                .orElse(SIG_DFL);
        libc.signal(signal, Pointer.wrap(runtime, nothing));
    }

    /** Sleeps for at most {@code nanos}; less when {@code fd} is readable or the bell rings; not at all below 1. */
    public void sleep(int fd, long nanos) {
        fds.putInt(POLLFD_BYTES, fd);
        fds.putShort(POLLFD_BYTES + 4, POLLIN);
        fds.putShort(6, (short) 0);
        if (nanos > 0) {
            value.putLong(16, nanos / SECOND);
            value.putLong(24, nanos % SECOND);
            libc.timerfd_settime(timer, 0, value, Pointer.wrap(runtime, 0));
        }
        libc.poll(fds, 3, nanos > 0 ? -1 : 0);
        if (fds.getShort(6) != 0) {
            // in this order: a ring between the two is lost, but what it rang for is in the inbox already
            libc.read(bell, read, 8);
            rung.set(false);
        }
    }

    /** Ends the sleep, or the next one if there is none now. */
    public void ring() {
        if (rung.compareAndSet(false, true)) {
            libc.write(bell, one, 8);
        }
    }
}
