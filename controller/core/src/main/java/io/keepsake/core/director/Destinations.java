package io.keepsake.core.director;

import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What should stand in the kernel's table for a virtual server: a function of its configuration, its real servers and
 * its quorum, and of nothing else.
 *
 * <pre>
 *                        quorum, or no sorry server       no quorum, and a sorry server
 *   alive                its weight                       absent; inhibit: weight 0
 *   bad                  absent; inhibit: weight 0        absent; inhibit: weight 0
 *   alive and drained    weight 0                         weight 0: its connections go on
 *   sorry server         absent; inhibit: weight 0        weight 1
 * </pre>
 */
public final class Destinations {
    private Destinations() {}

    /** The destinations by their endpoints. */
    public static SortedMap<Endpoint, Destination> wanted(
            VirtualServerConfig server, Map<Endpoint, RealView> reals, boolean quorum) {
        var wanted = new TreeMap<Endpoint, Destination>();
        var sorry = server.sorry();
        boolean standsIn = sorry != null && !quorum;
        for (var real : reals.values()) {
            boolean takesPart = real.alive() && !standsIn;
            if (takesPart || real.config().inhibit() || (real.alive() && real.drained())) {
                put(wanted, real, takesPart ? real.weight() : 0);
            }
        }
        if (sorry != null && (standsIn || (sorry.inhibit() && !wanted.containsKey(sorry.endpoint())))) {
            wanted.put(sorry.endpoint(), destination(sorry.endpoint(), sorry.forwarding(), standsIn ? 1 : 0, 0, 0));
        }
        return Collections.unmodifiableSortedMap(wanted);
    }

    private static void put(Map<Endpoint, Destination> wanted, RealView real, int weight) {
        var config = real.config();
        wanted.put(
                config.endpoint(),
                destination(config.endpoint(), config.forwarding(), weight, config.upper(), config.lower()));
    }

    private static Destination destination(Endpoint at, Forwarding forwarding, int weight, int upper, int lower) {
        return new Destination(at, forwarding, weight, upper, lower);
    }
}
