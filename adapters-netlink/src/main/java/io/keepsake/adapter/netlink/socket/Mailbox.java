package io.keepsake.adapter.netlink.socket;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work on its way to a netlink thread. Its lock is held for moments only, never over a call that may
 * wait.
 */
public final class Mailbox<W> {
    private final ArrayDeque<W> waiting = new ArrayDeque<>();
    private @Nullable WakeFd wake;
    private boolean closing;
    private boolean ended;

    /** Hands the work over; false when there is no thread any more to take it. */
    public synchronized boolean offer(List<W> work) {
        if (ended) {
            return false;
        }
        waiting.addAll(work);
        signal();
        return true;
    }

    /** Tells the thread to end when it has done what waits. */
    public synchronized void close() {
        closing = true;
        signal();
    }

    private void signal() {
        notifyAll();
        if (wake != null) {
            wake.signal();
        }
    }

    /** Waits without a descriptor until there is work for the first time, or the mailbox is closed. */
    public synchronized void awaitFirst() throws InterruptedException {
        while (waiting.isEmpty() && !closing) {
            wait();
        }
    }

    /** From now on the thread may be waiting on {@code fd}; null before that descriptor is closed. */
    public synchronized void wakeBy(@Nullable WakeFd fd) {
        wake = fd;
    }

    /** The next piece of work, or null when none waits. */
    public synchronized @Nullable W next() {
        return waiting.poll();
    }

    /** Whether nothing waits and nothing more shall be waited for. */
    public synchronized boolean isFinished() {
        return closing && waiting.isEmpty();
    }

    /** Takes nothing more; what still waits is the caller's to answer. */
    public synchronized List<W> end() {
        ended = true;
        var rest = List.copyOf(waiting);
        waiting.clear();
        return rest;
    }
}
