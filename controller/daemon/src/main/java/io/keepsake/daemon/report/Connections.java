package io.keepsake.daemon.report;

import io.keepsake.adapter.netlink.ipvs.DestinationCount;
import io.keepsake.adapter.netlink.ipvs.ServiceCount;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.value.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's connections to real servers at one moment.
 *
 * @param services of the whole table; empty when the kernel did not say
 */
public record Connections(List<ServiceCount> services) {
    public static final Connections UNKNOWN = new Connections(List.of());

    /** Connections of one real server; inactive ones are closing, or are no connections at all with UDP. */
    record Count(long active, long inactive) {}

    public Connections {
        services = List.copyOf(services);
    }

    /** All services of a virtual server together; empty when the real server is in none of them. */
    Optional<Count> of(VirtualServerConfig server, Endpoint real) {
        return services.stream()
                .filter(it -> server.keys().contains(it.service()))
                .flatMap(it -> it.destinations().stream())
                .filter(it -> it.destination().equals(real))
                .map(Connections::count)
                .reduce((a, b) -> new Count(a.active() + b.active(), a.inactive() + b.inactive()));
    }

    private static Count count(DestinationCount destination) {
        return new Count(destination.active(), destination.inactive());
    }
}
