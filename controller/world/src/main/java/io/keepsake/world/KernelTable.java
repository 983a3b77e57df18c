package io.keepsake.world;

import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.OutcomeEvent.Refusal;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** An IPVS table as the kernel keeps it: it refuses what the kernel would refuse, with the same error numbers. */
public final class KernelTable {
    private static final int ENOENT = 2;
    private static final int ESRCH = 3;
    private static final int EEXIST = 17;

    private final TreeMap<ServiceKey, Served> services = new TreeMap<>();
    private final List<SyncDaemon> daemons = new ArrayList<>();
    private IpvsTimeouts timeouts = new IpvsTimeouts(900, 120, 300);

    private static final class Served {
        private Service service;
        private final TreeMap<Endpoint, Destination> destinations = new TreeMap<>();

        Served(Service service) {
            this.service = service;
        }
    }

    /** Makes the changes it can, in order, and names those it cannot. */
    public List<Refusal> apply(List<IpvsChange> changes) {
        var refusals = new ArrayList<Refusal>();
        for (int i = 0; i < changes.size(); i++) {
            int errno = apply(changes.get(i));
            if (errno != 0) {
                refusals.add(new Refusal(i, errno));
            }
        }
        return refusals;
    }

    /** Makes one change; 0, or why not. */
    public int apply(IpvsChange change) {
        return switch (change) {
            case IpvsChange.AddService c ->
                services.putIfAbsent(c.service().key(), new Served(c.service())) == null ? 0 : EEXIST;
            case IpvsChange.EditService c -> edit(c.service());
            case IpvsChange.RemoveService c -> services.remove(c.service()) == null ? ESRCH : 0;
            case IpvsChange.AddDestination c -> put(c.service(), c.destination(), false);
            case IpvsChange.EditDestination c -> put(c.service(), c.destination(), true);
            case IpvsChange.RemoveDestination c -> remove(c.service(), c.destination());
            case IpvsChange.StartSync c -> daemons.add(c.daemon()) ? 0 : EEXIST;
            case IpvsChange.StopSync c ->
                daemons.removeIf(d -> d.role() == c.daemon().role()) ? 0 : ESRCH;
            case IpvsChange.SetTimeouts c -> {
                timeouts = c.timeouts().over(timeouts);
                yield 0;
            }
        };
    }

    private int edit(Service service) {
        var served = services.get(service.key());
        if (served == null) {
            return ESRCH;
        }
        served.service = service;
        return 0;
    }

    private int put(ServiceKey key, Destination destination, boolean there) {
        var served = services.get(key);
        if (served == null) {
            return ESRCH;
        }
        if (served.destinations.containsKey(destination.endpoint()) != there) {
            return there ? ENOENT : EEXIST;
        }
        served.destinations.put(destination.endpoint(), destination);
        return 0;
    }

    private int remove(ServiceKey key, Endpoint destination) {
        var served = services.get(key);
        if (served == null) {
            return ESRCH;
        }
        return served.destinations.remove(destination) == null ? ENOENT : 0;
    }

    /** The service with this key. */
    public Service service(ServiceKey key) {
        var served = services.get(key);
        if (served == null) {
            throw new IllegalArgumentException("no such service in the table: " + key);
        }
        return served.service;
    }

    /** The services that stand, in their order. */
    public List<ServiceKey> keys() {
        return List.copyOf(services.keySet());
    }

    /** What a reading of the whole table tells. */
    public IpvsEvent.IpvsRead read() {
        return new IpvsEvent.IpvsRead(
                timeouts,
                daemons,
                services.values().stream()
                        .map(s -> new IpvsEvent.Entry(s.service, List.copyOf(s.destinations.values())))
                        .toList());
    }

    /** One line for each service: its scheduler and the weights of its destinations. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        services.forEach((key, served) -> {
            text.append("ipvs ").append(key).append(' ').append(served.service.scheduler());
            served.destinations
                    .values()
                    .forEach(d ->
                            text.append(' ').append(d.endpoint()).append('=').append(d.weight()));
            text.append('\n');
        });
        daemons.forEach(d -> text.append("ipvs sync ")
                .append(d.role())
                .append(' ')
                .append(d.link())
                .append('\n'));
        return text.toString();
    }
}
