package io.keepsake.core.kernel;

import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kernel's IPVS table as last seen. */
public record SeenTable(SortedMap<ServiceKey, SeenService> services, IpvsTimeouts timeouts, List<SyncDaemon> daemons) {
    static final SeenTable EMPTY = new SeenTable(new TreeMap<>(), IpvsTimeouts.UNSET, List.of());

    public SeenTable {
        services = Collections.unmodifiableSortedMap(services);
        daemons = List.copyOf(daemons);
    }

    SeenTable with(SortedMap<ServiceKey, SeenService> others) {
        return new SeenTable(others, timeouts, daemons);
    }

    SeenTable with(Service service) {
        return after(List.of(
                services.containsKey(service.key())
                        ? new IpvsChange.EditService(service)
                        : new IpvsChange.AddService(service)));
    }

    SeenTable with(ServiceKey service, Destination destination) {
        return after(List.of(new IpvsChange.AddDestination(service, destination)));
    }

    /** The table after these changes were made. */
    SeenTable after(List<IpvsChange> changes) {
        var editing = new Editing();
        changes.forEach(editing::apply);
        return editing.done();
    }

    /** The daemon of this role; there is one at most. */
    @Nullable SyncDaemon daemon(Role role) {
        return daemons.stream().filter(d -> d.role() == role).findFirst().orElse(null);
    }

    /** A table that is being changed; what is not touched is shared with the one before. */
    private final class Editing {
        private final TreeMap<ServiceKey, SeenService> next = new TreeMap<>(services);
        private final TreeMap<ServiceKey, TreeMap<Endpoint, Destination>> open = new TreeMap<>();
        private final List<SyncDaemon> running = new ArrayList<>(daemons);
        private IpvsTimeouts set = timeouts;

        void apply(IpvsChange change) {
            switch (change) {
                case IpvsChange.AddService c -> begin(c.service());
                case IpvsChange.EditService c -> edit(c.service());
                case IpvsChange.RemoveService c -> remove(c.service());
                case IpvsChange.AddDestination c -> put(c.service(), c.destination());
                case IpvsChange.EditDestination c -> put(c.service(), c.destination());
                case IpvsChange.RemoveDestination c -> {
                    if (next.containsKey(c.service())) {
                        opened(c.service()).remove(c.destination());
                    }
                }
                case IpvsChange.StartSync c -> {
                    running.removeIf(d -> d.role() == c.daemon().role());
                    running.add(c.daemon());
                }
                case IpvsChange.StopSync c ->
                    running.removeIf(d -> d.role() == c.daemon().role());
                case IpvsChange.SetTimeouts c -> set = c.timeouts().over(set);
            }
        }

        private void begin(Service service) {
            next.put(service.key(), SeenService.empty(service));
            open.remove(service.key());
        }

        private void edit(Service service) {
            next.computeIfPresent(service.key(), (_, seen) -> seen.as(service));
        }

        private void remove(ServiceKey key) {
            next.remove(key);
            open.remove(key);
        }

        private void put(ServiceKey key, Destination destination) {
            if (next.containsKey(key)) {
                opened(key).put(destination.endpoint(), destination);
            }
        }

        private Map<Endpoint, Destination> opened(ServiceKey key) {
            return open.computeIfAbsent(key, k -> {
                var seen = next.get(k);
                return seen == null ? new TreeMap<>() : new TreeMap<>(seen.destinations());
            });
        }

        SeenTable done() {
            open.forEach((key, destinations) ->
                    next.computeIfPresent(key, (_, seen) -> new SeenService(seen.service(), destinations)));
            return new SeenTable(next, set, running);
        }
    }
}
