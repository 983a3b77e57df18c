package io.keepsake.core.config;

import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Routing;
import java.util.List;

/**
 * What stands while the director runs, whoever is master.
 *
 * @param addresses {@code static_ipaddress}
 * @param routing {@code static_routes}, then {@code static_rules}
 * @param trackGroups {@code track_group}, those that are about something
 */
public record StaticConfig(List<VirtualAddress> addresses, List<Routing> routing, List<TrackGroup> trackGroups) {
    public static final StaticConfig NONE = new StaticConfig(List.of(), List.of(), List.of());

    /**
     * Instances that are in FAULT while an interface of what names the group is down.
     *
     * @param links of static addresses, routes and rules with this {@code track_group}
     */
    public record TrackGroup(String name, List<InterfaceName> links, List<InstanceName> members) {
        public TrackGroup {
            links = List.copyOf(links);
            members = List.copyOf(members);
        }
    }

    public StaticConfig {
        addresses = List.copyOf(addresses);
        routing = List.copyOf(routing);
        trackGroups = List.copyOf(trackGroups);
    }
}
