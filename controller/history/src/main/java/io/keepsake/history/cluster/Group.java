package io.keepsake.history.cluster;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The instances of several nodes that are to have one master between them: of one family, and a virtual address in
 * common, or one VRID and the name.
 *
 * @param vrids in the order in which they came up: several where one was edited, or differs
 * @param interval of adverts, in nanoseconds: the longest that is configured
 */
public record Group(Set<Integer> vrids, Family family, Set<Ip> addresses, List<Member> members, long interval) {

    /** One instance of one node. */
    public record Member(String node, InstanceName instance) {}

    private static final class Gathered {
        private final Family family;
        private final Set<Integer> vrids = new LinkedHashSet<>();
        private final Set<Ip> addresses = new TreeSet<>();
        private final Set<InstanceName> names = new HashSet<>();
        private final Set<Member> members = new LinkedHashSet<>();
        private long interval;

        Gathered(InstanceConfig like) {
            family = like.family();
        }

        boolean takes(InstanceConfig instance) {
            boolean named = names.contains(instance.name())
                    && vrids.contains(instance.vrid().value());
            return instance.family() == family
                    && (named
                            || instance.addresses().stream()
                                    .anyMatch(
                                            a -> addresses.contains(a.address().ip())));
        }

        void add(String node, InstanceConfig instance) {
            vrids.add(instance.vrid().value());
            members.add(new Member(node, instance.name()));
            names.add(instance.name());
            instance.addresses().forEach(a -> addresses.add(a.address().ip()));
            interval = Math.max(interval, instance.interval().nanos());
        }
    }

    /** Whether whoever sends this list has none of the addresses: a router of another cluster. */
    boolean isForeign(List<Ip> list) {
        return !list.isEmpty() && !addresses.isEmpty() && list.stream().noneMatch(addresses::contains);
    }

    /** The groups of all configurations that were in force, in the order in which they came up. */
    static List<Group> of(ClusterHistory history) {
        var all = new ArrayList<Gathered>();
        for (var node : history.nodes()) {
            history.each(node, Fact.Configured.class)
                    .map(Fact.Configured::config)
                    .forEach(c -> gather(all, node, c));
        }
        return all.stream()
                .map(g -> new Group(g.vrids, g.family, g.addresses, List.copyOf(g.members), g.interval))
                .toList();
    }

    private static void gather(List<Gathered> all, String node, ControllerConfig config) {
        for (var instance : config.instances()) {
            var there = all.stream().filter(g -> g.takes(instance)).findFirst();
            var group = there.orElseGet(() -> {
                var begun = new Gathered(instance);
                all.add(begun);
                return begun;
            });
            group.add(node, instance);
        }
    }

    /** What people call it: the name of its instances, and its VRID. */
    public String title() {
        return members.stream().map(m -> m.instance().value()).distinct().collect(Collectors.joining(", ")) + " (VRID "
                + vrids.stream().map(Object::toString).collect(Collectors.joining(", "))
                + (family == Family.IPV6 ? ", IPv6" : "") + ")";
    }

    boolean has(String node, InstanceName instance) {
        return members.contains(new Member(node, instance));
    }
}
