package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.adapter.netlink.ipvs.wire.Traffic;
import io.keepsake.core.value.ServiceKey;
import java.util.List;

/** The counters of a service and of its destinations. */
public record ServiceCount(ServiceKey service, Traffic traffic, List<DestinationCount> destinations) {
    public ServiceCount {
        destinations = List.copyOf(destinations);
    }
}
