package io.keepsake.adapter.netlink;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Watched;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Facts on their way to the inbox: only what is watched, and of many at once only what each link and address came to.
 * For the netlink thread.
 */
final class Notices {
    /** Up to so many at once are told as they are. */
    static final int AS_THEY_ARE_MAX = 64;

    /** So many are told at the latest, although more come. */
    static final int WAITING_MAX = 4_096;

    private final Consumer<Event> inbox;
    private final List<LinkEvent> waiting = new ArrayList<>();

    /** Links that are not watched, and of which an address was told. */
    private final Set<InterfaceName> unwatched = new HashSet<>();

    private Watched watched;

    Notices(Consumer<Event> inbox, Watched watched) {
        this.inbox = inbox;
        this.watched = watched;
    }

    Watched watched() {
        return watched;
    }

    void watch(Watched all) {
        watched = all;
    }

    void add(LinkEvent fact) {
        if (concerns(fact)) {
            waiting.add(fact);
            if (waiting.size() == WAITING_MAX) {
                tell();
            }
        }
    }

    private boolean concerns(LinkEvent fact) {
        return switch (fact) {
            case KernelRead _ -> true;
            case LinkSeen seen -> watched.has(seen.link().name());
            case LinkGone gone -> watched.has(gone.link()) || unwatched.remove(gone.link());
            case AddressSeen seen -> concerns(seen.address().place());
            case AddressGone gone -> concerns(gone.address());
        };
    }

    private boolean concerns(LinkAddress place) {
        if (watched.has(place) && !watched.has(place.link())) {
            unwatched.add(place.link());
        }
        return watched.has(place);
    }

    /** Tells what waits, once. */
    void tell() {
        if (!waiting.isEmpty()) {
            var facts = waiting.size() > AS_THEY_ARE_MAX ? coalesced() : List.copyOf(waiting);
            waiting.clear();
            facts.forEach(inbox);
        }
    }

    /** Tells an answer, behind the facts that it rests on. */
    void answer(Event event) {
        try {
            tell();
        } finally {
            inbox.accept(event);
        }
    }

    /** Of each link and address the last; that a link went in between is not left out, since one that returns is another. */
    private List<LinkEvent> coalesced() {
        SequencedMap<Object, List<LinkEvent>> last = new LinkedHashMap<>();
        for (var fact : waiting) {
            switch (fact) {
                case LinkSeen seen -> {
                    var before = last.remove(seen.link().name());
                    var first = before == null ? null : before.getFirst();
                    last.put(seen.link().name(), first instanceof LinkGone ? List.of(first, seen) : List.of(seen));
                }
                case LinkGone gone -> {
                    last.keySet()
                            .removeIf(key -> key instanceof LinkAddress place
                                    && place.link().equals(gone.link()));
                    last.remove(gone.link());
                    last.put(gone.link(), List.of(gone));
                }
                case AddressSeen seen -> putLast(last, seen.address().place(), seen);
                case AddressGone gone -> putLast(last, gone.address(), gone);
                case KernelRead read -> {
                    last.clear();
                    last.put(read, List.of(read));
                }
            }
        }
        return last.values().stream().flatMap(List::stream).toList();
    }

    private static void putLast(SequencedMap<Object, List<LinkEvent>> last, LinkAddress place, LinkEvent fact) {
        last.remove(place);
        last.put(place, List.of(fact));
    }
}
