package io.keepsake.adapter.netlink.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Work on its way to a netlink thread. Whoever hands it over takes no lock and waits for nothing. */
public final class Mailbox<W> {
    private final Queue<W> waiting = new ConcurrentLinkedQueue<>();
    private volatile @Nullable WakeFd wake;
    private volatile @Nullable Thread sleeper;
    private volatile boolean closing;
    private volatile boolean ended;

    /** Hands work over; from any thread. What comes back nobody takes any more: the caller answers it. */
    public List<W> offer(List<W> work) {
        if (ended) {
            return work;
        }
        waiting.addAll(work);
        signal();
        return ended
                ? rest()
                : List.of(); // it may have ended in between, and then each piece is taken by one of the two
    }

    /** Tells the thread to end when it has done what waits. */
    public void close() {
        closing = true;
        signal();
    }

    private void signal() {
        LockSupport.unpark(sleeper);
        var fd = wake;
        if (fd != null) {
            fd.signal();
        }
    }

    /** Waits without a descriptor until there is work for the first time, or the mailbox is closed. */
    public void awaitFirst() throws InterruptedException {
        sleeper = Thread.currentThread();
        while (waiting.isEmpty() && !closing) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        sleeper = null;
    }

    /** From now on the thread may be waiting on {@code fd}; null before that descriptor is closed. */
    public void wakeBy(@Nullable WakeFd fd) {
        wake = fd;
    }

    /** The next piece of work, or null when none waits. */
    public @Nullable W next() {
        return waiting.poll();
    }

    /** Whether nothing waits and nothing more shall be waited for. */
    public boolean isFinished() {
        return closing && waiting.isEmpty();
    }

    /** Takes nothing more; what still waits is the caller's to answer. */
    public List<W> end() {
        ended = true;
        return rest();
    }

    private List<W> rest() {
        var rest = new ArrayList<W>();
        for (var work = waiting.poll(); work != null; work = waiting.poll()) {
            rest.add(work);
        }
        return rest;
    }
}
