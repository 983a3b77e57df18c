package io.keepsake.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads on a thread of its own while who asks still thinks of what it got: a bounded number of items ahead. The thread ends
 * where there is no more, and begins anew when that is asked for.
 */
final class ReadAhead implements JournalReader {
    private static final int BATCH = 1 << 10;
    private static final int BATCHES = 4;
    private static final long LOOK_MILLIS = 50;

    private final JournalReader reader;
    private @Nullable Pass pass;
    private List<JournalItem> batch = List.of();
    private int place;

    ReadAhead(JournalReader reader) {
        this.reader = reader;
    }

    /** Some items; behind the last ones why there are no more: an end, or a failure. */
    private record Batch(
            List<JournalItem> items, boolean last, @Nullable Throwable failure) {}

    /** One way through the journal, to its present end. */
    private final class Pass implements Runnable {
        private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>(BATCHES);
        private final Thread thread =
                Thread.ofPlatform().daemon().name("read-ahead").unstarted(this);
        private volatile boolean given = true;

        @Override
        public void run() {
            boolean more = true;
            while (more && given) {
                var read = read();
                more = !read.last();
                put(read);
            }
        }

        private Batch read() {
            var items = new ArrayList<JournalItem>(BATCH);
            try {
                while (items.size() < BATCH) {
                    var item = reader.next();
                    if (item == null) {
                        return new Batch(items, true, null);
                    }
                    items.add(item);
                }
                return new Batch(items, false, null);
            } catch (JournalFailure | RuntimeException | Error e) {
                return new Batch(items, true, e);
            }
        }

        private void put(Batch read) {
            try {
                while (given && !batches.offer(read, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    // whoever takes them is slower
                }
            } catch (InterruptedException e) {
                given = false;
            }
        }

        /** Nobody asks any more. */
        void end() {
            given = false;
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

    private @Nullable Throwable failure;
    private boolean last;

    @Override
    public @Nullable JournalItem next() throws JournalFailure {
        while (place == batch.size()) {
            if (last) {
                return ended();
            }
            take();
        }
        return batch.get(place++);
    }

    /** Where there is no more now; who asks again is told what was written since. */
    private @Nullable JournalItem ended() throws JournalFailure {
        var why = failure;
        forget();
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
            var taken = present.batches.take();
            batch = taken.items();
            place = 0;
            last = taken.last();
            failure = taken.failure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalFailure("interrupted while it was read", e);
        }
    }

    private void forget() {
        var present = pass;
        if (present != null) {
            present.end();
        }
        pass = null;
        batch = List.of();
        place = 0;
        last = false;
        failure = null;
    }

    @Override
    public void seek(long run, long index) throws JournalFailure {
        forget();
        reader.seek(run, index);
    }

    @Override
    public void seek(Instant wall) throws JournalFailure {
        forget();
        reader.seek(wall);
    }

    @Override
    public void seekState(long run, long index) throws JournalFailure {
        forget();
        reader.seekState(run, index);
    }

    @Override
    public void seekState(Instant wall) throws JournalFailure {
        forget();
        reader.seekState(wall);
    }

    @Override
    public long lastRun() throws JournalFailure {
        return reader.lastRun();
    }

    @Override
    public void close() {
        forget();
        reader.close();
    }
}
