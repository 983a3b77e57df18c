package io.keepsake.daemon.alert;

import io.keepsake.core.config.NotifyFifo;
import io.keepsake.core.effect.Effect.WriteFifo;
import io.keepsake.core.event.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes lines to the pipes of {@code notify_fifo} and its like. A reader may come and go; what it does not take
 * waits, up to some thousand lines, and only then is lost, which is told as {@code EffectFailed}: keepalived loses it
 * in silence. Methods are called on one thread, take no lock and never wait, but for {@link #close}.
 */
public final class NotifyFifos implements AutoCloseable {
    private final Consumer<Event> inbox;
    private final Consumer<NotifyFifo> reader;
    private final Map<String, FifoWriter> writers = new HashMap<>();
    private List<NotifyFifo> fifos = List.of();

    /**
     * @param inbox thread-safe
     * @param reader starts the script of a pipe; called when the pipe, or its script, is another than before
     */
    public NotifyFifos(Consumer<Event> inbox, Consumer<NotifyFifo> reader) {
        this.inbox = inbox;
        this.reader = reader;
    }

    /** Where lines go from now on. */
    public void configure(List<NotifyFifo> next) {
        var paths = next.stream().map(NotifyFifo::path).collect(Collectors.toSet());
        writers.keySet().stream().filter(path -> !paths.contains(path)).toList().forEach(path -> Objects.requireNonNull(
                        writers.remove(path))
                .close());
        for (var fifo : next) {
            writers.computeIfAbsent(fifo.path(), path -> FifoWriter.start(path, inbox));
            if (fifo.script() != null && fifos.stream().noneMatch(f -> sameReader(f, fifo))) {
                reader.accept(fifo);
            }
        }
        fifos = List.copyOf(next);
    }

    private static boolean sameReader(NotifyFifo one, NotifyFifo other) {
        return one.path().equals(other.path()) && Objects.equals(one.script(), other.script());
    }

    /** Hands over a line to the pipes that are told of such. */
    public void handle(long effect, WriteFifo line) {
        for (var fifo : fifos) {
            var writer = writers.get(fifo.path());
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
