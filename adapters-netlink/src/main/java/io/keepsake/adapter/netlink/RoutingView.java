package io.keepsake.adapter.netlink;

import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.RoutingEvent.RoutingGone;
import io.keepsake.core.event.RoutingEvent.RoutingRead;
import io.keepsake.core.event.RoutingEvent.RoutingSeen;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Route;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The watched routes and rules as told so far, in the words in which they are configured. The kernel has words of its own:
 * it adds the link of a router where none was named; what else it makes of one is learned when it answers.
 */
final class RoutingView {
    private final Set<Routing> watched = new HashSet<>();
    private final List<Route> open = new ArrayList<>();
    private final Map<Family, Set<Integer>> protocols = new EnumMap<>(Family.class);
    private final Set<Family> ruled = EnumSet.noneOf(Family.class);

    /** Ours, by what the kernel made of it. */
    private final Map<Routing, Routing> learned = new HashMap<>();

    private final Set<Routing> standing = new LinkedHashSet<>();

    /** Addresses that went by our own hand since the last reading: the kernel takes the routes that name them as source. */
    private final Set<Ip> withdrawn = new HashSet<>();

    /** Watches these too; whether some are new. */
    boolean watch(Collection<Routing> more) {
        boolean any = false;
        for (var what : more) {
            if (watched.add(what)) {
                any = true;
                switch (what) {
                    case Route route -> watch(route);
                    case Rule rule -> ruled.add(rule.family());
                }
            }
        }
        return any;
    }

    private void watch(Route route) {
        protocols.computeIfAbsent(route.family(), _ -> new TreeSet<>()).add(route.protocol());
        if (route.hops().stream().anyMatch(hop -> hop.link() == null)) {
            open.add(route);
        }
    }

    boolean isEmpty() {
        return watched.isEmpty();
    }

    /** Who makes the routes of this family that are watched, by the kernel's numbers. */
    Set<Integer> protocols(Family family) {
        return protocols.getOrDefault(family, Set.of());
    }

    /** Whether rules of this family are watched; a kernel may have none. */
    boolean rules(Family family) {
        return ruled.contains(family);
    }

    /** Whether it may be about a route that is watched, by who made it. */
    boolean concerns(int protocol) {
        return protocols.values().stream().anyMatch(of -> of.contains(protocol));
    }

    /** The watched one that this is, in the kernel's words; null for one of somebody else. */
    @Nullable Routing watched(Routing kernel) {
        var known = learned.get(kernel);
        if (known != null) {
            return known;
        }
        if (watched.contains(kernel)) {
            return kernel;
        }
        return kernel instanceof Route route
                ? open.stream().filter(o -> o.isMadeAs(route)).findFirst().orElse(null)
                : null;
    }

    /** The kernel made this of what was asked for. */
    void learn(Routing kernel, Routing asked) {
        if (watched.contains(asked)) {
            learned.put(kernel, asked);
        }
    }

    /** An address went by our own hand, and until the next reading the routes that name it as source go so too. */
    void withdraw(Ip source) {
        withdrawn.add(source);
    }

    /** A reading showed what went with the addresses that were withdrawn before it. */
    void settled(Set<Ip> before) {
        withdrawn.removeAll(before);
    }

    Set<Ip> withdrawn() {
        return Set.copyOf(withdrawn);
    }

    /** Whether it goes by our own hand, with its source address. */
    boolean goesWithItsSource(Routing what) {
        return what instanceof Route route && route.source() != null && withdrawn.contains(route.source());
    }

    /** What follows from a notice; none when it says nothing new. */
    List<RoutingEvent> hear(Routing what, boolean present, boolean own) {
        if (present) {
            return standing.add(what) ? List.of(new RoutingSeen(what, own)) : List.of();
        }
        return standing.remove(what) ? List.of(new RoutingGone(what, own)) : List.of();
    }

    /** Those that a reading shows replace those known; what differs, as if somebody had just done it. */
    List<RoutingEvent> replace(Collection<Routing> read) {
        var facts = new ArrayList<RoutingEvent>();
        for (var gone : List.copyOf(standing)) {
            if (!read.contains(gone)) {
                facts.addAll(hear(gone, false, goesWithItsSource(gone)));
            }
        }
        read.forEach(what -> facts.addAll(hear(what, true, false)));
        return facts;
    }

    RoutingRead read() {
        return new RoutingRead(List.copyOf(standing));
    }

    boolean stands(Routing what) {
        return standing.contains(what);
    }
}
