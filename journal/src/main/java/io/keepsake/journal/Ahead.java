package io.keepsake.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a source on a thread of its own, a bounded number ahead of who asks. The thread ends where there is no more,
 * and another begins when that is asked for again. For one thread; the source must not be used by another until
 * {@link #close}.
 *
 * @param <T> what the source gives
 */
public final class Ahead<T> implements AutoCloseable {
    private static final int BATCH = 1 << 10;
    private static final int BATCHES = 4;
    private static final long LOOK_MILLIS = 50;

    /** One thing after another, as a {@link JournalReader} gives them. */
    @FunctionalInterface
    public interface Source<T> {
        /** The next, or null when there is no more now. */
        @Nullable T next() throws JournalFailure;
    }

    /** Some of them; with the last ones comes why there are no more: an end, or a failure. */
    private record Batch<T>(
            List<T> items, boolean last, @Nullable Throwable failure) {}

    private final Source<T> source;
    private @Nullable Pass pass;
    private Batch<T> batch = new Batch<>(List.of(), false, null);
    private int place;

    public Ahead(Source<T> source) {
        this.source = source;
    }

    /** One way through the source, to its present end. */
    private final class Pass implements Runnable {
        private final BlockingQueue<Batch<T>> batches = new LinkedBlockingQueue<>(BATCHES);
        private final Thread thread =
                Thread.ofPlatform().daemon().name("read-ahead").unstarted(this);
        private volatile boolean wanted = true;

        @Override
        public void run() {
            boolean more = true;
            while (more && wanted) {
                var taken = read();
                more = !taken.last();
                put(taken);
            }
        }

        private Batch<T> read() {
            var items = new ArrayList<T>(BATCH);
            try {
                while (items.size() < BATCH) {
                    var item = source.next();
                    if (item == null) {
                        return new Batch<>(items, true, null);
                    }
                    items.add(item);
                }
                return new Batch<>(items, false, null);
            } catch (JournalFailure | RuntimeException | Error e) {
                return new Batch<>(items, true, e);
            }
        }

        private void put(Batch<T> taken) {
            try {
                boolean put = false;
                while (wanted && !put) {
                    put = batches.offer(taken, LOOK_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                wanted = false;
            }
        }

        void end() {
            wanted = false;
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The next, or null when there is no more now; asked again, it gives what came since. */
    public @Nullable T next() throws JournalFailure {
        while (place == batch.items().size()) {
            if (batch.last()) {
                return ended();
            }
            take();
        }
        return batch.items().get(place++);
    }

    private @Nullable T ended() throws JournalFailure {
        var why = batch.failure();
        close();
        return switch (why) {
            case null -> null;
            case JournalFailure e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(why);
        };
    }

    private void take() throws JournalFailure {
        var present = pass;
        if (present == null) {
            present = new Pass();
            pass = present;
            present.thread.start();
        }
        try {
            batch = present.batches.take();
            place = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalFailure("interrupted while the journal was read", e);
        }
    }

    /** Forgets what was taken and not asked for; the source is free again. */
    @Override
    public void close() {
        var present = pass;
        if (present != null) {
            present.end();
        }
        pass = null;
        batch = new Batch<>(List.of(), false, null);
        place = 0;
    }
}
