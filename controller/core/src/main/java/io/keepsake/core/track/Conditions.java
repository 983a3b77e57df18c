package io.keepsake.core.track;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.StaticConfig.TrackGroup;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.config.WantedRouting;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Routing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of every instance of a configuration, and the way from a fact to the instances that it concerns. Made
 * once for a configuration and shared by all versions of the state.
 */
final class Conditions {
    private static final SortedMap<Integer, List<VirtualAddress>> NOWHERE = Collections.emptySortedMap();

    private final List<List<Condition>> byPlace = new ArrayList<>();
    private final Map<InstanceName, Integer> places = new HashMap<>();
    private final Map<InterfaceName, List<Integer>> byLink = new HashMap<>();
    private final Map<InterfaceName, List<Integer>> byAdvertLink = new HashMap<>();
    private final Map<String, List<Integer>> byScript = new HashMap<>();
    private final Map<String, List<Integer>> byFile = new HashMap<>();
    private final Map<String, List<Integer>> byProcess = new HashMap<>();
    private final Map<Integer, List<Integer>> groups = new HashMap<>();
    private final Map<Integer, List<Condition>> shared = new HashMap<>();
    private final Map<LinkIp, SortedMap<Integer, List<VirtualAddress>>> byAddress = new HashMap<>();
    private final Map<Ip, List<InterfaceName>> linksByIp = new HashMap<>();
    private final Map<LinkIp, List<Integer>> bySource = new HashMap<>();
    private final Map<Routing, List<Integer>> byRouting = new HashMap<>();
    private final Set<Routing> statics;
    private final Map<LinkIp, VirtualAddress> staticAddresses = new HashMap<>();

    /** An address on a link, whatever its prefix. */
    private record LinkIp(InterfaceName link, Ip ip) {}

    Conditions(ControllerConfig config) {
        var twins = twins(config);
        for (int place = 0; place < config.instances().size(); place++) {
            var instance = config.instances().get(place);
            places.put(instance.name(), place);
            byPlace.add(conditions(instance, twins.get(instance.name()), trackGroups(config, instance.name())));
            index(place, instance, trackGroups(config, instance.name()));
        }
        config.syncGroups().forEach(this::group);
        statics = Set.copyOf(config.statics().routing());
        config.statics()
                .addresses()
                .forEach(a -> staticAddresses.putIfAbsent(
                        new LinkIp(a.link(), a.address().ip()), a));
    }

    private void group(SyncGroup group) {
        var members = group.members().stream().map(places::get).sorted().toList();
        var conditions = new ArrayList<Condition>();
        group.trackedLinks().forEach(t -> conditions.add(new Condition.TrackedLink(t.link(), t.weight(), t.reverse())));
        group.trackedScripts().forEach(t -> conditions.add(new Condition.Script(t.script(), t.weight(), t.reverse())));
        group.trackedFiles().forEach(t -> conditions.add(new Condition.File(t.file(), t.weight(), t.reverse())));
        group.trackedProcesses()
                .forEach(t -> conditions.add(new Condition.Processes(t.process(), t.weight(), t.reverse())));
        for (int member : members) {
            groups.put(member, members);
            shared.put(member, conditions);
            group.trackedLinks().forEach(t -> add(byLink, t.link(), member));
            group.trackedScripts().forEach(t -> add(byScript, t.script(), member));
            group.trackedFiles().forEach(t -> add(byFile, t.file(), member));
            group.trackedProcesses().forEach(t -> add(byProcess, t.process(), member));
        }
    }

    private static <K> void add(Map<K, List<Integer>> index, K key, int place) {
        index.computeIfAbsent(key, _ -> new ArrayList<>()).add(place);
    }

    private static List<TrackGroup> trackGroups(ControllerConfig config, InstanceName instance) {
        return config.statics().trackGroups().stream()
                .filter(group -> group.members().contains(instance))
                .toList();
    }

    private void index(int place, InstanceConfig instance, List<TrackGroup> groups) {
        var links = new LinkedHashSet<InterfaceName>();
        links.add(instance.link());
        instance.virtual().forEach(a -> links.add(a.link()));
        instance.trackedLinks().forEach(t -> links.add(t.link()));
        instance.options().routing().forEach(wanted -> {
            links.addAll(wanted.what().links());
            add(byRouting, wanted.what(), place);
        });
        groups.forEach(group -> links.addAll(group.links()));
        links.forEach(link -> add(byLink, link, place));
        add(byAdvertLink, instance.link(), place);
        instance.trackedScripts().forEach(t -> add(byScript, t.script(), place));
        instance.trackedFiles().forEach(t -> add(byFile, t.file(), place));
        instance.trackedProcesses().forEach(t -> add(byProcess, t.process(), place));
        trackedSource(instance).ifPresent(ip -> add(bySource, new LinkIp(instance.link(), ip), place));
        instance.virtual().forEach(a -> byAddress
                .computeIfAbsent(new LinkIp(a.link(), a.address().ip()), _ -> carriedOn(a))
                .computeIfAbsent(place, _ -> new ArrayList<>(1))
                .add(a));
    }

    private SortedMap<Integer, List<VirtualAddress>> carriedOn(VirtualAddress first) {
        linksByIp.computeIfAbsent(first.address().ip(), _ -> new ArrayList<>(1)).add(first.link());
        return new TreeMap<>();
    }

    private static List<Condition> conditions(
            InstanceConfig instance, @Nullable InstanceName twin, List<TrackGroup> groups) {
        var all = new ArrayList<Condition>();
        all.add(new Condition.AdvertLink(instance.link(), instance.trackPrimary()));
        all.add(new Condition.SourceAddress());
        trackedSource(instance).ifPresent(ip -> all.add(new Condition.ConfiguredSource(ip)));
        if (twin != null) {
            all.add(new Condition.Unique(twin.value()));
        }
        all.add(new Condition.Sockets());
        var others = new LinkedHashSet<InterfaceName>();
        instance.virtual()
                .filter(a -> a.tracked() && !a.link().equals(instance.link()))
                .forEach(a -> others.add(a.link()));
        others.forEach(link -> all.add(new Condition.AddressLink(link)));
        var routed = new LinkedHashSet<InterfaceName>();
        instance.options().routing().stream()
                .filter(WantedRouting::tracked)
                .forEach(wanted -> routed.addAll(wanted.what().links()));
        routed.removeAll(others);
        routed.remove(instance.link());
        routed.forEach(link -> all.add(new Condition.RoutingLink(link)));
        groups.forEach(group -> group.links().forEach(link -> all.add(new Condition.GroupLink(group.name(), link))));
        instance.trackedLinks().forEach(t -> all.add(new Condition.TrackedLink(t.link(), t.weight(), t.reverse())));
        instance.trackedScripts().forEach(t -> all.add(new Condition.Script(t.script(), t.weight(), t.reverse())));
        instance.trackedFiles().forEach(t -> all.add(new Condition.File(t.file(), t.weight(), t.reverse())));
        instance.trackedProcesses()
                .forEach(t -> all.add(new Condition.Processes(t.process(), t.weight(), t.reverse())));
        return List.copyOf(all);
    }

    private static Optional<Ip> trackedSource(InstanceConfig instance) {
        return instance.options().trackSource() ? Optional.ofNullable(instance.source()) : Optional.empty();
    }

    /** What an instance is on the wire: who says the same cannot be told from it. */
    private record OnTheWire(InterfaceName link, Family family, int vrid, Ip groupOrPeer, boolean unicast) {}

    /** For each instance that is not alone on the wire, another one that says the same. */
    private static Map<InstanceName, InstanceName> twins(ControllerConfig config) {
        var seen = new HashMap<OnTheWire, InstanceName>();
        var twins = new HashMap<InstanceName, InstanceName>();
        for (var i : config.instances()) {
            for (var to : i.unicast() ? i.unicastPeers() : List.of(i.group())) {
                var key = new OnTheWire(i.link(), i.family(), i.vrid().value(), to, i.unicast());
                var other = seen.putIfAbsent(key, i.name());
                if (other != null && !other.equals(i.name())) {
                    twins.putIfAbsent(i.name(), other);
                    twins.putIfAbsent(other, i.name());
                }
            }
        }
        return twins;
    }

    int size() {
        return byPlace.size();
    }

    List<Condition> of(int place) {
        return byPlace.get(place);
    }

    /** What the sync group of an instance tracks, for every member. */
    List<Condition> shared(int place) {
        return shared.getOrDefault(place, List.of());
    }

    /** The members of its sync group, in the order of the configuration; just itself for an instance in none. */
    List<Integer> group(int place) {
        return groups.getOrDefault(place, List.of(place));
    }

    /** These, and whoever is in a sync group with one of them. */
    Collection<Integer> together(Collection<Integer> some) {
        if (groups.isEmpty()) {
            return some;
        }
        var all = new TreeSet<Integer>();
        some.forEach(place -> all.addAll(group(place)));
        return all;
    }

    /** The place of an instance in the configuration; -1 for one that is not configured. */
    int place(InstanceName name) {
        return places.getOrDefault(name, -1);
    }

    /** The instances with a condition or an address on this link. */
    List<Integer> onLink(InterfaceName link) {
        return byLink.getOrDefault(link, List.of());
    }

    /** The instances whose adverts pass this link. */
    List<Integer> advertisingOn(InterfaceName link) {
        return byAdvertLink.getOrDefault(link, List.of());
    }

    /** The instances that track this {@code vrrp_script}. */
    List<Integer> tracking(String script) {
        return byScript.getOrDefault(script, List.of());
    }

    /** The instances that track this {@code vrrp_track_file}. */
    List<Integer> reading(String file) {
        return byFile.getOrDefault(file, List.of());
    }

    /** The instances that track this {@code vrrp_track_process}. */
    List<Integer> counting(String process) {
        return byProcess.getOrDefault(process, List.of());
    }

    /** The instances of which this is a virtual address, in the order of the configuration, and what each has of it. */
    SortedMap<Integer, List<VirtualAddress>> holding(InterfaceName link, Ip ip) {
        return byAddress.getOrDefault(new LinkIp(link, ip), NOWHERE);
    }

    /** The links that are to carry this address. */
    List<InterfaceName> links(Ip ip) {
        return linksByIp.getOrDefault(ip, List.of());
    }

    /** The instances of which this is a virtual route or rule. */
    List<Integer> holding(Routing what) {
        return byRouting.getOrDefault(what, List.of());
    }

    boolean isStatic(Routing what) {
        return statics.contains(what);
    }

    /** The static address of this IP on the link; null for none. */
    @Nullable VirtualAddress staticAt(InterfaceName link, Ip ip) {
        return staticAddresses.get(new LinkIp(link, ip));
    }

    /** The instances in FAULT without this address on that link. */
    List<Integer> sending(InterfaceName link, Ip ip) {
        return bySource.getOrDefault(new LinkIp(link, ip), List.of());
    }

    /** Each of these once, in the order of the configuration. */
    static Set<Integer> union(Collection<Integer> some, Collection<Integer> others) {
        var all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }
}
