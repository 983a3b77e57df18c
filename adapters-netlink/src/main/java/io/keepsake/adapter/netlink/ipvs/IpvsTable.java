package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfDestination;
import io.keepsake.adapter.netlink.ipvs.wire.Shown;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.IpvsEvent.DestinationGone;
import io.keepsake.core.event.IpvsEvent.DestinationSeen;
import io.keepsake.core.event.IpvsEvent.Entry;
import io.keepsake.core.event.IpvsEvent.ServiceGone;
import io.keepsake.core.event.IpvsEvent.ServiceSeen;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Services and destinations as the core knows them: as told, and as changed by its own programs since. What the kernel
 * shows of a thing that was asked for is no news; the thing stays here in the words in which it was asked for.
 */
final class IpvsTable {
    private final Map<ServiceKey, Held> services = new LinkedHashMap<>();

    private static final class Held {
        private Service service;
        private final Map<Endpoint, Destination> destinations = new LinkedHashMap<>();

        private Held(Service service) {
            this.service = service;
        }

        private Entry entry() {
            return new Entry(service, List.copyOf(destinations.values()));
        }
    }

    boolean hasDestinations(ServiceKey service) {
        var held = services.get(service);
        return held != null && !held.destinations.isEmpty();
    }

    List<Entry> entries() {
        return services.values().stream().map(Held::entry).toList();
    }

    /** The kernel made this change. One in a service that is not known yet will be read with it. */
    void accept(IpvsChange change) {
        switch (change) {
            case IpvsChange.AddService add -> services.put(add.service().key(), new Held(add.service()));
            case IpvsChange.EditService edit -> {
                var held = services.get(edit.service().key());
                if (held != null) {
                    held.service = edit.service();
                }
            }
            case IpvsChange.RemoveService remove -> services.remove(remove.service());
            case IpvsChange.AddDestination add -> put(add.service(), add.destination());
            case IpvsChange.EditDestination edit -> put(edit.service(), edit.destination());
            case IpvsChange.RemoveDestination remove -> {
                var held = services.get(remove.service());
                if (held != null) {
                    held.destinations.remove(remove.destination());
                }
            }
            case IpvsChange.StartSync _, IpvsChange.StopSync _, IpvsChange.SetTimeouts _ -> {}
        }
    }

    private void put(ServiceKey service, Destination destination) {
        var held = services.get(service);
        if (held != null) {
            held.destinations.put(destination.endpoint(), destination);
        }
    }

    /** Becomes what a reading shows but for the services that were touched meanwhile, and returns the differences. */
    List<IpvsEvent> meet(Map<ServiceKey, Reading.Found> found, Set<ServiceKey> touched) {
        var differences = new ArrayList<IpvsEvent>();
        for (var key : List.copyOf(services.keySet())) {
            if (!found.containsKey(key) && !touched.contains(key)) {
                services.remove(key);
                differences.add(new ServiceGone(key));
            }
        }
        found.forEach((key, service) -> {
            if (!touched.contains(key)) {
                meet(service, differences);
            }
        });
        return differences;
    }

    private void meet(Reading.Found found, List<IpvsEvent> differences) {
        var seen = found.service().service();
        var held = services.get(seen.key());
        if (held == null) {
            held = new Held(seen);
            services.put(seen.key(), held);
            differences.add(new ServiceSeen(seen));
        } else if (!seen.equals(held.service) && !seen.equals(Shown.of(held.service))) {
            held.service = seen;
            differences.add(new ServiceSeen(seen));
        }
        meet(seen.key(), held.destinations, found.destinations(), differences);
    }

    private static void meet(
            ServiceKey service,
            Map<Endpoint, Destination> held,
            List<OfDestination> found,
            List<IpvsEvent> differences) {
        var there = new HashSet<Endpoint>();
        found.forEach(seen -> there.add(seen.destination().endpoint()));
        for (var endpoint : List.copyOf(held.keySet())) {
            if (!there.contains(endpoint)) {
                held.remove(endpoint);
                differences.add(new DestinationGone(service, endpoint));
            }
        }
        for (var part : found) {
            var seen = part.destination();
            var before = held.get(seen.endpoint());
            if (before == null || !(seen.equals(before) || seen.answers(Shown.of(before)))) {
                held.put(seen.endpoint(), seen);
                differences.add(new DestinationSeen(service, seen));
            }
        }
    }
}
