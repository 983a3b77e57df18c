package io.keepsake.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What reading one input may cost: memory by its length, and ten seconds of work. */
public final class Bounds {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TRIES = 5;
    private static final long NANOS_MAX = 10_000_000_000L;

    private Bounds() {}

    /** Reads one input. */
    public interface Reading {
        void read() throws Exception;
    }

    /**
     * Reads, and fails when that took more than {@code fixed} bytes and {@code each} for each of {@code length}, or more than
     * ten seconds of this thread's work. What took too much is read again before it counts: the first time it may have
     * loaded classes, or waited for others.
     */
    public static void check(int length, long fixed, long each, Reading reading) throws Exception {
        long bytesMax = fixed + each * length;
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        reading.read();
        if (THREADS.getCurrentThreadAllocatedBytes() - bytes > bytesMax || System.nanoTime() - began > NANOS_MAX) {
            again(length, bytesMax, reading);
        }
    }

    private static void again(int length, long bytesMax, Reading reading) throws Exception {
        long bytes = 0;
        long nanos = 0;
        for (int i = 0; i < TRIES; i++) {
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            long nanosBefore = THREADS.getCurrentThreadCpuTime();
            reading.read();
            nanos = THREADS.getCurrentThreadCpuTime() - nanosBefore;
            bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
            if (bytes <= bytesMax && nanos <= NANOS_MAX) {
                return;
            }
        }
        throw new AssertionError("%d bytes of input took %d of memory, at most %d, and %d ms of work, at most %d"
                .formatted(length, bytes, bytesMax, nanos / 1_000_000, NANOS_MAX / 1_000_000));
    }
}
