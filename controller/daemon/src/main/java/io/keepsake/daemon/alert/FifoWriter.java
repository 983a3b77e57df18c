package io.keepsake.daemon.alert;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.daemon.handover.BoundedQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The thread that writes to one pipe, and waits there for its readers. */
final class FifoWriter implements AutoCloseable {
    private static final int WAITING_MAX = 4_096;
    private static final int EIO = 5;
    private static final int ENOBUFS = 105;

    /** PIPE_BUF: so much is written whole or not at all. */
    private static final int LINE_MAX = 4_096;

    private static final long END_MILLIS = 1_000;

    private record Line(long effect, String text) {}

    private final FifoFile file;
    private final Consumer<Event> inbox;
    private final @Nullable FifoWriter before;
    private final Runnable reader;
    private final BoundedQueue<Line> waiting = new BoundedQueue<>(WAITING_MAX);
    private final Thread thread = Thread.ofPlatform().daemon().name("fifo").unstarted(this::run);
    private @Nullable FileChannel pipe;

    private FifoWriter(String path, Consumer<Event> inbox, @Nullable FifoWriter before, Runnable reader) {
        this.file = new FifoFile(path);
        this.inbox = inbox;
        this.before = before;
        this.reader = reader;
    }

    /**
     * Begins to write.
     *
     * @param before the one that was closed for the same path, and may not have taken its pipe away yet
     * @param reader starts whoever reads; called once, on the thread of the pipe, when the pipe is there
     */
    static FifoWriter start(String path, Consumer<Event> inbox, @Nullable FifoWriter before, Runnable reader) {
        var writer = new FifoWriter(path, inbox, before, reader);
        writer.thread.start();
        return writer;
    }

    String path() {
        return file.name();
    }

    /** From any thread, without a lock. */
    void offer(long effect, String text) {
        if (!waiting.offer(new Line(effect, text))) {
            tell(effect, ENOBUFS, "nobody reads, and " + WAITING_MAX + " lines wait");
        }
    }

    private void tell(long effect, int errno, String what) {
        inbox.accept(new EffectFailed(effect, errno, "fifo " + path() + ": " + what));
    }

    private void run() {
        try {
            if (before != null) {
                before.thread.join(END_MILLIS);
            }
            prepare();
            reader.run();
            while (!Thread.interrupted()) {
                write(waiting.take());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** Readers may want to open it before there is anything to read; why it cannot be opened, the first line will tell. */
    private void prepare() {
        try {
            pipe = file.open();
        } catch (IOException _) {
            pipe = null;
        }
    }

    private void write(Line line) {
        try {
            var bytes = (line.text().replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
            if (bytes.length > LINE_MAX) {
                throw new IOException("a line of " + bytes.length + " bytes, more than " + LINE_MAX);
            }
            present().write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                tell(line.effect(), EIO, String.valueOf(e.getMessage()));
            }
        } catch (RuntimeException | Error mistake) {
            tell(line.effect(), EIO, "this line cannot be written: " + mistake); // the next one can
        }
    }

    /** The pipe that lies at the path now; somebody may have made another. */
    private FileChannel present() throws IOException {
        var open = pipe;
        if (open != null && open.isOpen() && file.isTheSame()) {
            return open;
        }
        if (open != null) {
            open.close();
        }
        pipe = null;
        var next = file.open();
        pipe = next;
        return next;
    }

    private void end() {
        try (var _ = pipe) {
            file.removeIfOurs();
        } catch (IOException _) {
            return; // it stays, and the next run takes it as it is
        }
    }

    /** Ends the thread, also one that waits for a reader. */
    @Override
    public void close() {
        thread.interrupt();
    }

    void awaitEnd() {
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
