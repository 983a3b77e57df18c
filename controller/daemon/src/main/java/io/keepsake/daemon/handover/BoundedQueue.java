package io.keepsake.daemon.handover;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What waits for one thread. Bounded, and without a lock: who fills it, on whatever thread, never waits. */
public final class BoundedQueue<T> {
    private final int most;
    private final LinkedTransferQueue<T> queue = new LinkedTransferQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    public BoundedQueue(int most) {
        this.most = most;
    }

    /** Takes {@code item}; false when as many wait as may. */
    public boolean offer(T item) {
        if (size.incrementAndGet() > most) {
            size.decrementAndGet();
            return false;
        }
        return queue.add(item);
    }

    /** Takes {@code item} however many wait: for what must not be lost, and is few by its nature. */
    public void add(T item) {
        size.incrementAndGet();
        queue.add(item);
    }

    /** The next, or null when none waits. */
    public @Nullable T poll() {
        var item = queue.poll();
        if (item != null) {
            size.decrementAndGet();
        }
        return item;
    }

    /** The next, waiting for it. */
    public T take() throws InterruptedException {
        var item = queue.take();
        size.decrementAndGet();
        return item;
    }

    /** The next, waiting for it so long; null when none came. */
    public @Nullable T poll(long nanos) throws InterruptedException {
        var item = queue.poll(nanos, TimeUnit.NANOSECONDS);
        if (item != null) {
            size.decrementAndGet();
        }
        return item;
    }

    /** How many wait, those just being put there included. */
    public int size() {
        return size.get();
    }

    public boolean isEmpty() {
        return queue.isEmpty();
    }
}
