package io.keepsake.daemon.sys;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * Signals that the JVM cannot name, or keeps for itself. They are heard where every thread of the process has them blocked,
 * as the launcher starts it; else they do what they do without this.
 */
public final class BlockedSignals {
    private static final int MASK_BYTES = 128;
    private static final int INFO_BYTES = 128;
    private static final int SFD_CLOEXEC = 0x80000;
    private static final long RETRY_NANOS = 100_000_000;

    private BlockedSignals() {}

    /** The libc calls that are made here, by their C names. */
    public interface LibC {
        int signalfd(int fd, Pointer mask, int flags);

        @ssize_t
        long read(int fd, Pointer buffer, @size_t long length);
    }

    /** Gives each of these signals to {@code taker}, one after another, on a thread of its own that never ends. */
    public static void hear(IntConsumer taker, int... signals) {
        Thread.ofPlatform().daemon().name("signals").start(() -> {
            var libc = LibraryLoader.create(LibC.class).load("c");
            var runtime = Runtime.getRuntime(libc);
            var mask = Memory.allocateDirect(runtime, MASK_BYTES, true);
            for (int signal : signals) {
                int at = (signal - 1) / Byte.SIZE;
                mask.putByte(at, (byte) (mask.getByte(at) | 1 << (signal - 1) % Byte.SIZE));
            }
            int fd = libc.signalfd(-1, mask, SFD_CLOEXEC);
            var info = Memory.allocateDirect(runtime, INFO_BYTES, true);
            while (fd >= 0) {
                if (libc.read(fd, info, INFO_BYTES) == INFO_BYTES) {
                    taker.accept(info.getInt(0));
                } else {
                    // interrupted, as after a stop and a continuation of the process
                    LockSupport.parkNanos(RETRY_NANOS);
                }
            }
        });
    }
}
