package io.keepsake.daemon.alert;

import io.keepsake.core.config.NotifyFifo;
import io.keepsake.core.effect.Effect.WriteFifo;
import io.keepsake.core.event.Event;
import io.keepsake.core.value.Script;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to the pipes of {@code notify_fifo} and its like. A reader may come and go; what it does not take
 * waits, up to some thousand lines, and only then is lost, which is told as {@code EffectFailed}: keepalived loses it
 * in silence. Methods are called on one thread, take no lock and never wait, but for {@link #close}.
 */
public final class NotifyFifos implements AutoCloseable {
    private final Consumer<Event> inbox;
    private final Consumer<NotifyFifo> reader;
    private final Map<Opened, FifoWriter> writers = new HashMap<>();
    private List<NotifyFifo> fifos = List.of();

    /** A pipe and who reads it: with another script it is closed, so that the one before ends, and opened again. */
    private record Opened(String path, @Nullable Script script) {
        static Opened of(NotifyFifo fifo) {
            return new Opened(fifo.path(), fifo.script());
        }
    }

    /**
     * @param inbox thread-safe
     * @param reader starts the script of a pipe; called on the pipe's own thread as soon as the pipe is there
     */
    public NotifyFifos(Consumer<Event> inbox, Consumer<NotifyFifo> reader) {
        this.inbox = inbox;
        this.reader = reader;
    }

    /** Where lines go from now on. */
    public void configure(List<NotifyFifo> next) {
        var wanted = next.stream().map(Opened::of).collect(Collectors.toSet());
        var closed = new HashMap<String, FifoWriter>();
        for (var gone :
                writers.keySet().stream().filter(o -> !wanted.contains(o)).toList()) {
            var writer = Objects.requireNonNull(writers.remove(gone));
            writer.close();
            closed.put(gone.path(), writer);
        }
        for (var fifo : next) {
            Runnable begin = fifo.script() == null ? () -> {} : () -> reader.accept(fifo);
            writers.computeIfAbsent(
                    Opened.of(fifo), _ -> FifoWriter.start(fifo.path(), inbox, closed.get(fifo.path()), begin));
        }
        fifos = List.copyOf(next);
    }

    /** Hands over a line to the pipes that are told of such. */
    public void handle(long effect, WriteFifo line) {
        for (var fifo : fifos) {
            var writer = writers.get(Opened.of(fifo));
            if (writer != null && (line.instances() ? fifo.instances() : fifo.servers())) {
                writer.offer(effect, line.line());
            }
        }
    }

    /** Ends; what nobody read is lost, and pipes that were made here are removed. */
    @Override
    public void close() {
        var last = List.copyOf(writers.values());
        configure(List.of());
        last.forEach(FifoWriter::awaitEnd);
    }
}
