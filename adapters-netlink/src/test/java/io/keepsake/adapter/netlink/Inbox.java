package io.keepsake.adapter.netlink;

import static org.junit.jupiter.api.Assertions.fail;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.value.LinkAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Gathers what the adapter tells; each wait ends with an event or fails the test. */
public final class Inbox implements Consumer<Event> {
    private static final long PATIENCE_SECONDS = 600;

    private final LinkedBlockingQueue<Event> queue = new LinkedBlockingQueue<>();
    private volatile @Nullable CountDownLatch gate;

    @Override
    public void accept(Event event) {
        var closed = gate;
        if (closed != null) {
            try {
                closed.await();
            } catch (InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        }
        queue.add(event);
    }

    /** Makes the netlink thread wait with the next event until the latch is at 0. */
    CountDownLatch hold() {
        var closed = new CountDownLatch(1);
        gate = closed;
        return closed;
    }

    public void failure(Throwable failure) {
        queue.add(new EffectFailed(-1, 1, "netlink thread died: " + failure));
    }

    public Event next() {
        try {
            var event = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return event != null ? event : fail("no event within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The events up to and including the first that is wanted. */
    public List<Event> until(Predicate<Event> wanted) {
        var events = new ArrayList<Event>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            try {
                var event = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (event != null) {
                    events.add(event);
                }
                if (event != null && wanted.test(event)) {
                    return events;
                }
            } catch (InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        }
        return fail("not told within " + PATIENCE_SECONDS + " s; told: " + events);
    }

    public <E extends Event> E until(Class<E> type, Predicate<E> wanted) {
        return type.cast(until(event -> type.isInstance(event) && wanted.test(type.cast(event)))
                .getLast());
    }

    /** What was told and not taken yet. */
    public List<Event> rest() {
        var rest = new ArrayList<Event>();
        queue.drainTo(rest);
        return rest;
    }

    KernelRead kernelRead() {
        return until(KernelRead.class, _ -> true);
    }

    /** Whether the event tells that the address stands, which others than we put there. */
    static boolean shows(Event event, LinkAddress address) {
        return event.equals(new AddressSeen(address, false))
                || event instanceof KernelRead read
                        && read.addresses().stream()
                                .anyMatch(standing -> standing.place().equals(address));
    }

    /** What one who only hears the facts believes to stand. */
    static Set<LinkAddress> pictureOf(List<Event> told) {
        var addresses = new TreeSet<LinkAddress>();
        for (var event : told) {
            switch ((LinkEvent) event) {
                case KernelRead read -> {
                    addresses.clear();
                    read.addresses().forEach(address -> addresses.add(address.place()));
                }
                case AddressSeen seen -> addresses.add(seen.address().place());
                case AddressGone gone -> addresses.remove(gone.address());
                case LinkGone gone ->
                    addresses.removeIf(address -> address.link().equals(gone.link()));
                case LinkSeen _ -> {}
            }
        }
        return addresses;
    }
}
