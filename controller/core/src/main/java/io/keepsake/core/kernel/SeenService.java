package io.keepsake.core.kernel;

import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Service;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A service as the kernel has it, its destinations by their endpoints. */
public record SeenService(Service service, SortedMap<Endpoint, Destination> destinations) {
    public SeenService {
        destinations = Collections.unmodifiableSortedMap(destinations);
    }

    static SeenService empty(Service service) {
        return new SeenService(service, new TreeMap<>());
    }

    SeenService as(Service other) {
        return new SeenService(other, destinations);
    }
}
