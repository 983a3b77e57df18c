package io.keepsake.daemon.loop;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.IpvsEvent.IpvsRead;
import io.keepsake.core.event.IpvsEvent.IpvsUnavailable;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.OutcomeEvent.EventsDropped;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.daemon.handover.BoundedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where every thread but the election's leaves what happened: in lanes by urgency, each first in first out, bounded and
 * without a lock. What people and signals ask for goes first and is never lost; then comes what the kernel says, whose
 * notices may be too many, but never its answers, nor a configuration; then all else. What a full lane loses is counted
 * and told.
 */
public final class Inbox {
    /** In one lane. A thousand instances may change their links at once and still fit. */
    private static final int EVENTS_MAX = 65_536;

    /** So often the least urgent lane goes first, so that a flood in another holds it up and does not stop it. */
    private static final int TURN_OF_THE_LAST = 16;

    /** Of people and signals: few, and all others wait for them. */
    private final BoundedQueue<Event> orders = new BoundedQueue<>(EVENTS_MAX);

    /** Facts of the kernel, and what comes after the facts that it rests on: answers, a configuration, leftovers. */
    private final BoundedQueue<Event> kernel = new BoundedQueue<>(EVENTS_MAX);

    private final BoundedQueue<Event> results = new BoundedQueue<>(EVENTS_MAX);
    private final AtomicLong dropped = new AtomicLong();
    private final Runnable wake;
    private int taken;

    /** An inbox that calls {@code wake} after each event, on the thread that left it. */
    public Inbox(Runnable wake) {
        this.wake = wake;
    }

    /** Leaves an event; from any thread. */
    public void offer(Event event) {
        if (event instanceof ConfigAccepted || event instanceof LeftoversRecalled || isAnswer(event)) {
            kernel.add(event);
        } else if (event instanceof OperatorEvent) {
            orders.add(event);
        } else {
            boolean ofKernel = event instanceof LinkEvent
                    || event instanceof RoutingEvent
                    || event instanceof IpvsEvent
                    || event instanceof FirewallEvent;
            var lane = ofKernel ? kernel : results;
            if (!lane.offer(event)) {
                dropped.incrementAndGet();
            }
        }
        wake.run();
    }

    /** What the director asked for, and what came of it: no more of these come than it asked for, or reads. */
    private static boolean isAnswer(Event event) {
        return switch (event) {
            case OutcomeEvent _, TrackEvent _, KernelRead _, RoutingEvent.RoutingRead _ -> true;
            case IpvsRead _, IpvsUnavailable _ -> true;
            case AddressSeen seen -> seen.own();
            case AddressGone gone -> gone.own();
            case RoutingEvent.RoutingSeen seen -> seen.own();
            case RoutingEvent.RoutingGone gone -> gone.own();
            default -> false;
        };
    }

    /** Whether nothing waits; on the election thread. */
    public boolean isEmpty() {
        return orders.isEmpty() && kernel.isEmpty() && results.isEmpty();
    }

    /**
     * Gives as much as lies here now to {@code taker}, the most urgent first, one in any case and the others while there
     * is {@code time}; on the election thread.
     */
    public void drain(Consumer<Event> taker, BooleanSupplier time) {
        int waiting = orders.size() + kernel.size() + results.size();
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
