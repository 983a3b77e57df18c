package io.keepsake.daemon.alert;

import io.keepsake.core.effect.Effect.WriteFifo;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.daemon.sys.Pipes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to {@code lvs_notify_fifo}. A reader may come and go; what it does not take waits, up to some thousand
 * lines, and only then is lost, which is told as {@code EffectFailed}: keepalived loses it in silence. Methods may be
 * called from any thread and never wait.
 */
public final class NotifyFifo implements AutoCloseable {
    private static final int WAITING_MAX = 4_096;
    private static final int ENOBUFS = 105;
    private static final int EIO = 5;

    private final Consumer<Event> inbox;
    private @Nullable Writer writer;

    /** @param inbox thread-safe */
    public NotifyFifo(Consumer<Event> inbox) {
        this.inbox = inbox;
    }

    /** Where lines go from now on; null for nowhere. */
    public synchronized void configure(@Nullable String path) {
        var present = writer;
        if (present != null && present.path.toString().equals(path)) {
            return;
        }
        if (present != null) {
            present.end();
        }
        writer = path == null ? null : new Writer(Path.of(path), inbox);
    }

    /** Hands over a line. */
    public synchronized void handle(long effect, WriteFifo line) {
        var present = writer;
        if (present != null && !present.waiting.offer(new Line(effect, line.line()))) {
            inbox.accept(new EffectFailed(
                    effect, ENOBUFS, "fifo " + present.path + ": nobody reads, and " + WAITING_MAX + " lines wait"));
        }
    }

    @Override
    public synchronized void close() {
        configure(null);
    }

    private record Line(long effect, String text) {}

    private static final class Writer {
        private final Path path;
        private final Consumer<Event> inbox;
        private final BlockingQueue<Line> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
        private final Thread thread;

        Writer(Path path, Consumer<Event> inbox) {
            this.path = path;
            this.inbox = inbox;
            thread = Thread.ofPlatform().daemon().name("fifo").start(this::run);
        }

        private void run() {
            boolean made = Pipes.make(path);
            // opened to read as well, so that opening waits for no reader and writing survives its going
            try (var pipe = open()) {
                while (true) {
                    var line = waiting.take();
                    pipe.write(ByteBuffer.wrap((line.text() + "\n").getBytes(StandardCharsets.UTF_8)));
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                fail(e);
            } finally {
                if (made) {
                    Pipes.remove(path);
                }
            }
        }

        private FileChannel open() throws IOException {
            Pipes.requirePipe(path);
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }

        /** Told once for every line, from here on: there is no pipe to write to. */
        private void fail(IOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                try {
                    while (true) {
                        inbox.accept(new EffectFailed(waiting.take().effect(), EIO, "fifo " + path + ": " + e));
                    }
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        void end() {
            thread.interrupt();
        }
    }
}
