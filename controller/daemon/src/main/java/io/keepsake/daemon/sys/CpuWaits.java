package io.keepsake.daemon.sys;

import io.keepsake.core.event.ClockEvent.LoopStalled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How long a thread wants a CPU and has none, as the kernel counts it (the second number of {@code schedstat}). Of the thread
 * that asks first, which is the only one that may ask. Reading it costs some microseconds and waits for nothing.
 */
public final class CpuWaits {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
    private @Nullable FileChannel counts;
    private boolean opened;
    private long last;

    /** In nanoseconds, since this was last asked; {@link LoopStalled#UNKNOWN} the first time, or where nobody counts. */
    public long waited() {
        boolean first = !opened;
        long now = count();
        long waited = first || now < 0 ? LoopStalled.UNKNOWN : now - last;
        last = now;
        return waited;
    }

    private long count() {
        try {
            if (!opened) {
                opened = true;
                counts = FileChannel.open(Path.of("/proc/thread-self/schedstat"));
            }
            if (counts == null) {
                return LoopStalled.UNKNOWN;
            }
            buffer.clear();
            counts.read(buffer, 0);
            return secondNumber(buffer.flip());
        } catch (IOException uncounted) {
            counts = null;
            return LoopStalled.UNKNOWN;
        }
    }

    private static long secondNumber(ByteBuffer digits) {
        while (digits.hasRemaining() && digits.get() != ' ') {
            // the time that it ran
        }
        long number = 0;
        while (digits.hasRemaining()) {
            int digit = digits.get() - '0';
            if (digit < 0 || digit > 9) {
                return number;
            }
            number = number * 10 + digit;
        }
        return LoopStalled.UNKNOWN;
    }
}
