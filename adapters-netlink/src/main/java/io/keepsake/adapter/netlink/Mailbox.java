package io.keepsake.adapter.netlink;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes on their way to the netlink thread. Its lock is held for moments only, never over a call that may wait. */
final class Mailbox {
    private final ArrayDeque<AddressChange> waiting = new ArrayDeque<>();
    private @Nullable WakeFd wake;
    private boolean closing;
    private boolean ended;

    /** Hands the changes over; false when there is no thread any more to take them. */
    synchronized boolean offer(List<AddressChange> changes) {
        if (ended) {
            return false;
        }
        waiting.addAll(changes);
        signal();
        return true;
    }

    /** Tells the thread to end when it has done what waits. */
    synchronized void close() {
        closing = true;
        signal();
    }

    private void signal() {
        if (wake != null) {
            wake.signal();
        }
    }

    /** From now on the thread may be waiting on {@code fd}; null before that descriptor is closed. */
    synchronized void wakeBy(@Nullable WakeFd fd) {
        wake = fd;
    }

    /** The next change, or null when none waits. */
    synchronized @Nullable AddressChange next() {
        return waiting.poll();
    }

    /** Whether nothing waits and nothing more shall be waited for. */
    synchronized boolean isFinished() {
        return closing && waiting.isEmpty();
    }

    /** Takes nothing more; what still waits is the caller's to answer. */
    synchronized List<AddressChange> end() {
        ended = true;
        var rest = List.copyOf(waiting);
        waiting.clear();
        return rest;
    }
}
