package io.keepsake.daemon.loop;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.OutcomeEvent.EventsDropped;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where every thread but the election's leaves what happened: in lanes by urgency, each first in first out, bounded and
 * without a lock. What people and signals ask for goes first and is never lost; then comes what the kernel says, whose
 * notices may be too many, but never its answers, nor a configuration; then all else. A lane that is full counts what it loses, and says so.
 */
public final class Inbox {
    /** In one lane. A thousand instances may change their links at once and still fit. */
    private static final int EVENTS_MAX = 65_536;

    /** So often the least urgent lane goes first, so that a flood in another holds it up and does not stop it. */
    private static final int TURN_OF_THE_LAST = 16;

    /** Of people and signals: few, and all others wait for them. */
    private final Lane orders = new Lane();

    /** Facts of the kernel, and what comes after the facts that it rests on: answers, a configuration, leftovers. */
    private final Lane kernel = new Lane();

    private final Lane results = new Lane();
    private final AtomicLong dropped = new AtomicLong();
    private final Runnable wake;
    private int taken;

    private static final class Lane {
        private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
        private final AtomicInteger size = new AtomicInteger();

        private boolean offer(Event event, boolean always) {
            if (size.incrementAndGet() > EVENTS_MAX && !always) {
                size.decrementAndGet();
                return false;
            }
            events.add(event);
            return true;
        }

        private @Nullable Event poll() {
            var event = events.poll();
            if (event != null) {
                size.decrementAndGet();
            }
            return event;
        }
    }

    /** An inbox that calls {@code wake} after each event, on the thread that left it. */
    public Inbox(Runnable wake) {
        this.wake = wake;
    }

    /** Leaves an event; from any thread. */
    public void offer(Event event) {
        boolean kept =
                switch (event) {
                    case ConfigAccepted _, LeftoversRecalled _, OutcomeEvent _ -> kernel.offer(event, true);
                    case OperatorEvent _ -> orders.offer(event, true);
                    case LinkEvent _, IpvsEvent _ -> kernel.offer(event, false);
                    default -> results.offer(event, false);
                };
        if (!kept) {
            dropped.incrementAndGet();
        }
        wake.run();
    }

    /** Whether nothing waits; on the election thread. */
    public boolean isEmpty() {
        return orders.events.isEmpty() && kernel.events.isEmpty() && results.events.isEmpty();
    }

    /**
     * Gives as much as lies here now to {@code taker}, the most urgent first, one in any case and the others while there
     * is {@code time}; on the election thread.
     */
    public void drain(Consumer<Event> taker, BooleanSupplier time) {
        int waiting = orders.size.get() + kernel.size.get() + results.size.get();
        for (int i = 0; i < waiting && (i == 0 || time.getAsBoolean()); i++) {
            var event = next();
            if (event == null) {
                break;
            }
            taker.accept(event);
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            taker.accept(new EventsDropped(lost));
        }
    }

    private @Nullable Event next() {
        var event = orders.poll();
        if (event == null && ++taken % TURN_OF_THE_LAST == 0) {
            event = results.poll();
        }
        if (event == null) {
            event = kernel.poll();
        }
        return event != null ? event : results.poll();
    }
}
