package io.keepsake.daemon.alert;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What waits for one thread that works it off; a bounded queue without a lock, so that who fills it never waits. */
final class Waiting<T> {
    private final int most;
    private final LinkedTransferQueue<T> queue = new LinkedTransferQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    Waiting(int most) {
        this.most = most;
    }

    /** Takes {@code item}, from any thread; false when too many wait. */
    boolean offer(T item) {
        if (size.incrementAndGet() > most) {
            size.decrementAndGet();
            return false;
        }
        queue.add(item);
        return true;
    }

    T take() throws InterruptedException {
        var item = queue.take();
        size.decrementAndGet();
        return item;
    }
}
