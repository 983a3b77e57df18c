package io.keepsake.daemon.alert;

import io.keepsake.core.effect.Effect.WriteFifo;
import io.keepsake.core.event.Event;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to {@code lvs_notify_fifo}. A reader may come and go; what it does not take waits, up to some thousand
 * lines, and only then is lost, which is told as {@code EffectFailed}: keepalived loses it in silence. Methods are
 * called on one thread, take no lock and never wait, but for {@link #close}.
 */
public final class NotifyFifo implements AutoCloseable {
    private final Consumer<Event> inbox;
    private @Nullable FifoWriter writer;

    /** @param inbox thread-safe */
    public NotifyFifo(Consumer<Event> inbox) {
        this.inbox = inbox;
    }

    /** Where lines go from now on; null for nowhere. */
    public void configure(@Nullable String path) {
        var present = writer;
        if (present != null && present.path().equals(path)) {
            return;
        }
        if (present != null) {
            present.close();
        }
        writer = path == null ? null : FifoWriter.start(path, inbox);
    }

    /** Hands over a line. */
    public void handle(long effect, WriteFifo line) {
        var present = writer;
        if (present != null) {
            present.offer(effect, line.line());
        }
    }

    /** Ends; what nobody read is lost, and a pipe that was made here is removed. */
    @Override
    public void close() {
        var last = writer;
        configure(null);
        if (last != null) {
            last.awaitEnd();
        }
    }
}
