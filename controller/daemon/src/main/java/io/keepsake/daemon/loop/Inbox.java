package io.keepsake.daemon.loop;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EventsDropped;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Where every thread but the election's leaves what happened. Bounded and without a lock: a full inbox counts what it
 * loses, and says so.
 */
public final class Inbox {
    /** A thousand instances may change their links at once and still fit. */
    private static final int EVENTS_MAX = 65_536;

    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Runnable wake;

    /** An inbox that calls {@code wake} after each event, on the thread that left it. */
    public Inbox(Runnable wake) {
        this.wake = wake;
    }

    /** Leaves an event; from any thread. */
    public void offer(Event event) {
        if (size.incrementAndGet() > EVENTS_MAX) {
            size.decrementAndGet();
            dropped.incrementAndGet();
        } else {
            events.add(event);
        }
        wake.run();
    }

    /** Whether nothing waits; on the election thread. */
    public boolean isEmpty() {
        return events.isEmpty();
    }

    /**
     * Gives what lies here now to {@code taker}, and not what comes meanwhile, the first in any case and the others
     * while there is {@code time}; on the election thread.
     */
    public void drain(Consumer<Event> taker, BooleanSupplier time) {
        int waiting = size.get();
        for (int i = 0; i < waiting && (i == 0 || time.getAsBoolean()); i++) {
            var event = events.poll();
            if (event == null) {
                break;
            }
            size.decrementAndGet();
            taker.accept(event);
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            taker.accept(new EventsDropped(lost));
        }
    }
}
