package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfDaemon;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfDestination;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfService;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfTimeouts;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsRequests;
import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One passage through the kernel's table: the services, then the destinations of each, which is a question of its own.
 * Programs may run between its steps; what they touched is not compared.
 */
final class Reading {
    private final IpvsSocket socket;
    private final List<OfService> services;
    private final Map<ServiceKey, Found> found = new LinkedHashMap<>();
    private final Set<ServiceKey> touched = new HashSet<>();
    private int next;

    /** A service and its destinations, with their counters. */
    record Found(OfService service, List<OfDestination> destinations) {}

    private Reading(IpvsSocket socket, List<OfService> services) {
        this.socket = socket;
        this.services = services;
    }

    static Reading begin(IpvsSocket socket) throws KernelRefusal {
        var services =
                socket.dump("IPVS_CMD_GET_SERVICE", OfService.class, IpvsRequests::dumpServices, OfService::service);
        return new Reading(socket, services);
    }

    /**
     * Reads on.
     *
     * @param count services at most
     * @param known the table so far
     */
    void step(int count, IpvsTable known) throws KernelRefusal {
        int end = Math.min(services.size(), next + count);
        for (; next < end; next++) {
            var service = services.get(next);
            var key = service.service().key();
            var destinations = destinations(key);
            boolean there = !destinations.isEmpty() || !known.hasDestinations(key) || isThere(key);
            if (there) {
                found.put(key, new Found(service, destinations));
            }
        }
    }

    boolean isThrough() {
        return next == services.size();
    }

    private List<OfDestination> destinations(ServiceKey service) throws KernelRefusal {
        return socket.dump(
                "IPVS_CMD_GET_DEST",
                OfDestination.class,
                (out, family, number) -> IpvsRequests.dumpDestinations(out, family, number, service),
                OfDestination::destination);
    }

    /** A service that went since the services were read has no destinations, as if only these had gone. */
    private boolean isThere(ServiceKey service) throws KernelRefusal {
        try {
            return socket.ask(
                            "IPVS_CMD_GET_SERVICE",
                            OfService.class,
                            (out, family, number) -> IpvsRequests.service(out, family, number, service))
                    .isPresent();
        } catch (KernelRefusal refusal) {
            if (refusal.errno() == Errno.ESRCH) {
                return false;
            }
            throw refusal;
        }
    }

    /** A program changed this service meanwhile, or one of its destinations. */
    void touch(ServiceKey service) {
        touched.add(service);
    }

    Set<ServiceKey> touched() {
        return touched;
    }

    Map<ServiceKey, Found> found() {
        return found;
    }

    List<ServiceCount> counts() {
        return found.values().stream().map(Reading::count).toList();
    }

    private static ServiceCount count(Found found) {
        var destinations = found.destinations().stream()
                .map(seen -> new DestinationCount(
                        seen.destination().endpoint(),
                        seen.active(),
                        seen.inactive(),
                        seen.persistent(),
                        seen.traffic()))
                .toList();
        return new ServiceCount(found.service().service().key(), found.service().traffic(), destinations);
    }

    static IpvsTimeouts timeouts(IpvsSocket socket) throws KernelRefusal {
        return socket.ask("IPVS_CMD_GET_CONFIG", OfTimeouts.class, IpvsRequests::timeouts)
                .map(OfTimeouts::timeouts)
                .orElse(IpvsTimeouts.UNSET);
    }

    static List<SyncDaemon> daemons(IpvsSocket socket) throws KernelRefusal {
        return socket.dump("IPVS_CMD_GET_DAEMON", OfDaemon.class, IpvsRequests::dumpDaemons, OfDaemon::daemon).stream()
                .map(OfDaemon::daemon)
                .toList();
    }
}
