package io.keepsake.web.index;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whatever of the kernel a configuration is about, so that an event of a link or an address finds its lanes at once.
 *
 * @param links that instances run on
 * @param addresses the lanes of each virtual address
 * @param announcers the instances that announce an address
 */
record Watched(Set<InterfaceName> links, Map<LinkAddress, List<Lane>> addresses, Map<Ip, Set<String>> announcers) {
    static final Watched NOTHING = new Watched(Set.of(), Map.of(), Map.of());

    static Watched of(ControllerConfig config) {
        var links = new HashSet<InterfaceName>();
        var addresses = new LinkedHashMap<LinkAddress, List<Lane>>();
        var announcers = new HashMap<Ip, Set<String>>();
        for (var instance : config.instances()) {
            links.add(instance.link());
            add(instance, addresses, announcers);
        }
        return new Watched(links, addresses, announcers);
    }

    private static void add(
            InstanceConfig instance, Map<LinkAddress, List<Lane>> addresses, Map<Ip, Set<String>> announcers) {
        var name = instance.name().value();
        var all = new ArrayList<>(instance.addresses());
        all.addAll(instance.excluded());
        for (var address : all) {
            var lane = new Lane(Lane.Kind.ADDRESS, Indexer.place(address.place()), name);
            addresses.computeIfAbsent(address.place(), _ -> new ArrayList<>(1)).add(lane);
            announcers
                    .computeIfAbsent(address.address().ip(), _ -> new LinkedHashSet<>())
                    .add(name);
        }
    }
}
