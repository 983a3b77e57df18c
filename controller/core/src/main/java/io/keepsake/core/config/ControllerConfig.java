package io.keepsake.core.config;

import io.keepsake.core.value.FirewallTable;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.Watched;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything the core is told by {@code keepalived.conf}.
 *
 * @param routerId {@code router_id}, or the host name
 * @param startupDelayNanos {@code vrrp_startup_delay}: adverts are ignored and timers do not run until it is over
 * @param instances in the order of the file; names are unique
 * @param virtualServers in the order of the file; names are unique
 * @param mail where alerts go; null when the file names no server or nobody to write to
 * @param vrrpScripts those that an instance tracks, in the order of the file; names are unique
 * @param fifos the pipes that are told of changes; paths are unique
 * @param syncGroups in the order of the file; names are unique, and members are instances
 * @param trackFiles those that an instance or a group tracks, in the order of the file; names are unique
 * @param trackProcesses those that an instance or a group tracks, in the order of the file; names are unique
 * @param noHandover {@code no_handover}: a master that stops takes its addresses away at once, as keepalived does
 * @param delayAfterBootNanos {@code vrrp_delay_after_boot}: as {@code startupDelayNanos}, but counted from the boot of
 *     the machine, which is the zero of its monotonic clock; the later of the two ends the delay
 * @param garpPaces how fast gratuitous ARP leaves; of the first that a link is in
 * @param firewall {@code nftables}: where packets to addresses are dropped that are not accepted
 * @param statesOnReload {@code fifo_write_vrrp_states_on_reload}: pipes are told of every instance and group at a reload
 * @param tellsUnknownVrids {@code log_unknown_vrids}: adverts of VRIDs that nobody here has are rejected, not dropped unseen
 * @param linkDelays {@code interface_up_down_delays}; a link is in it once
 * @param statics what stands while the director runs
 */
public record ControllerConfig(
        String routerId,
        long startupDelayNanos,
        List<InstanceConfig> instances,
        List<VirtualServerConfig> virtualServers,
        LvsConfig lvs,
        ScriptRules scripts,
        @Nullable MailConfig mail,
        List<VrrpScript> vrrpScripts,
        List<NotifyFifo> fifos,
        List<SyncGroup> syncGroups,
        List<TrackFile> trackFiles,
        List<TrackProcess> trackProcesses,
        boolean noHandover,
        long delayAfterBootNanos,
        List<GarpPace> garpPaces,
        FirewallTable firewall,
        boolean statesOnReload,
        boolean tellsUnknownVrids,
        List<LinkDelay> linkDelays,
        StaticConfig statics) {
    public ControllerConfig {
        vrrpScripts = List.copyOf(vrrpScripts);
        fifos = List.copyOf(fifos);
        syncGroups = List.copyOf(syncGroups);
        garpPaces = List.copyOf(garpPaces);
        linkDelays = List.copyOf(linkDelays);
        trackFiles = List.copyOf(trackFiles);
        trackProcesses = List.copyOf(trackProcesses);
        instances = List.copyOf(instances);
        virtualServers = List.copyOf(virtualServers);
        checkMembers(syncGroups, instances);
    }

    private static void checkMembers(List<SyncGroup> groups, List<InstanceConfig> instances) {
        var names = groups.isEmpty()
                ? Set.<InstanceName>of()
                : instances.stream().map(InstanceConfig::name).collect(Collectors.toSet());
        for (var group : groups) {
            for (var member : group.members()) {
                if (!names.contains(member)) {
                    throw new IllegalArgumentException("members of a sync group must be instances, " + member + " of "
                            + group.name() + " is none");
                }
            }
        }
    }

    /** A configuration of instances alone. */
    public static ControllerConfig ofInstances(
            String routerId, long startupDelayNanos, List<InstanceConfig> instances) {
        return named(routerId)
                .startupDelayNanos(startupDelayNanos)
                .instances(instances)
                .build();
    }

    /** What makes a configuration that has nothing else yet. */
    public static ControllerConfigBuilder named(String routerId) {
        return new ControllerConfigBuilder(routerId);
    }

    /** What makes another configuration of this one. */
    public ControllerConfigBuilder but() {
        return new ControllerConfigBuilder(this);
    }

    /** When instances begin, if the director began at {@code begunAt}. */
    public Moment startsAt(Moment begunAt) {
        return begunAt.plus(startupDelayNanos).laterOf(new Moment(delayAfterBootNanos));
    }

    /** Whether a master of this configuration drops packets to its addresses. */
    public boolean blocks() {
        return instances.stream().anyMatch(InstanceConfig::blocks);
    }

    /** Whether a pipe is told of virtual servers. */
    public boolean tellsServers() {
        return fifos.stream().anyMatch(NotifyFifo::servers);
    }

    /** What of the host's links and addresses this configuration is about. */
    public Watched watched() {
        var links = new HashSet<InterfaceName>();
        var routing = new HashSet<Routing>();
        for (var instance : instances) {
            links.add(instance.link());
            instance.virtual().forEach(address -> links.add(address.link()));
            instance.trackedLinks().forEach(tracked -> links.add(tracked.link()));
            instance.options().routing().forEach(wanted -> routing.add(wanted.what()));
        }
        statics.addresses().forEach(address -> links.add(address.link()));
        routing.addAll(statics.routing());
        routing.forEach(what -> links.addAll(what.links()));
        syncGroups.forEach(group -> group.trackedLinks().forEach(tracked -> links.add(tracked.link())));
        var ips = virtualServers.stream()
                .filter(VirtualServerConfig::haSuspend)
                .flatMap(server -> server.keys().stream())
                .filter(ServiceKey.Address.class::isInstance)
                .map(key -> ((ServiceKey.Address) key).endpoint().ip())
                .collect(Collectors.toSet());
        return Watched.of(links, ips, routing);
    }
}
