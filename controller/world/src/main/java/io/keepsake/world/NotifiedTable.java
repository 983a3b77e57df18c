package io.keepsake.world;

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
import java.util.List;
import java.util.TreeMap;

/** The table as the director was told of it and as it was changed for it since; what differs from that is news. */
final class NotifiedTable {
    private final TreeMap<ServiceKey, ServiceEntry> services = new TreeMap<>();

    private static final class ServiceEntry {
        private Service service;
        private final TreeMap<Endpoint, Destination> destinations = new TreeMap<>();

        ServiceEntry(Service service) {
            this.service = service;
        }
    }

    NotifiedTable(List<Entry> entries) {
        entries.forEach(this::take);
    }

    private void take(Entry entry) {
        var held = new ServiceEntry(entry.service());
        entry.destinations().forEach(d -> held.destinations.put(d.endpoint(), d));
        services.put(entry.service().key(), held);
    }

    /** The kernel made this change for the director. */
    void learn(IpvsChange change) {
        switch (change) {
            case IpvsChange.AddService c -> services.put(c.service().key(), new ServiceEntry(c.service()));
            case IpvsChange.EditService c ->
                services.computeIfPresent(c.service().key(), (_, held) -> {
                    held.service = c.service();
                    return held;
                });
            case IpvsChange.RemoveService c -> services.remove(c.service());
            case IpvsChange.AddDestination c -> put(c.service(), c.destination());
            case IpvsChange.EditDestination c -> put(c.service(), c.destination());
            case IpvsChange.RemoveDestination c -> {
                var held = services.get(c.service());
                if (held != null) {
                    held.destinations.remove(c.destination());
                }
            }
            case IpvsChange.StartSync _, IpvsChange.StopSync _, IpvsChange.SetTimeouts _ -> {}
        }
    }

    private void put(ServiceKey key, Destination destination) {
        var held = services.get(key);
        if (held != null) {
            held.destinations.put(destination.endpoint(), destination);
        }
    }

    /** Becomes what a reading shows; what differed. */
    List<IpvsEvent> meet(List<Entry> found) {
        var news = new ArrayList<IpvsEvent>();
        var there = found.stream().map(e -> e.service().key()).toList();
        for (var key : List.copyOf(services.keySet())) {
            if (!there.contains(key)) {
                services.remove(key);
                news.add(new ServiceGone(key));
            }
        }
        found.forEach(entry -> meet(entry, news));
        return news;
    }

    private void meet(Entry entry, List<IpvsEvent> news) {
        var key = entry.service().key();
        var held = services.computeIfAbsent(key, _ -> {
            news.add(new ServiceSeen(entry.service()));
            return new ServiceEntry(entry.service());
        });
        if (!held.service.equals(entry.service())) {
            held.service = entry.service();
            news.add(new ServiceSeen(entry.service()));
        }
        var there = entry.destinations().stream().map(Destination::endpoint).toList();
        for (var endpoint : List.copyOf(held.destinations.keySet())) {
            if (!there.contains(endpoint)) {
                held.destinations.remove(endpoint);
                news.add(new DestinationGone(key, endpoint));
            }
        }
        for (var destination : entry.destinations()) {
            if (!destination.equals(held.destinations.put(destination.endpoint(), destination))) {
                news.add(new DestinationSeen(key, destination));
            }
        }
    }
}
