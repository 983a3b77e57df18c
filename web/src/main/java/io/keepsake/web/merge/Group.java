package io.keepsake.web.merge;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Vrid;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.index.RunIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The instances of several nodes that elect one master between them: the same VRID and family, and a virtual address or
 * the name in common.
 *
 * @param key stands for the group in addresses of pages
 * @param interval of adverts, in microseconds: the shortest that is configured
 */
public record Group(String key, int vrid, String title, List<Member> members, long interval) {

    /** One instance of one node. */
    public record Member(String node, String instance) {}

    private static final class Gathered {
        private final InstanceConfig like;
        private final List<Member> members = new ArrayList<>();
        private final Set<Ip> addresses = new HashSet<>();
        private final Set<String> names = new HashSet<>();
        private long interval = Long.MAX_VALUE;

        Gathered(InstanceConfig like) {
            this.like = like;
        }

        boolean takes(InstanceConfig instance) {
            return names.contains(instance.name().value())
                    || instance.addresses().stream()
                            .anyMatch(a -> addresses.contains(a.address().ip()));
        }

        void add(String node, InstanceConfig instance) {
            members.add(new Member(node, instance.name().value()));
            names.add(instance.name().value());
            instance.addresses().forEach(a -> addresses.add(a.address().ip()));
            interval = Math.min(interval, instance.interval().nanos() / 1_000);
        }

        Group group(int number) {
            var names = String.join(", ", this.names.stream().sorted().toList());
            return new Group(
                    like.vrid() + "-" + number,
                    like.vrid().value(),
                    names + " (VRID " + like.vrid() + ")",
                    members,
                    interval);
        }
    }

    /** The groups of an account, in its order. */
    public static List<Group> of(Findings findings) {
        var groups = new ArrayList<Group>();
        for (var masters : findings.masters()) {
            var group = masters.group();
            int vrid = group.vrids().iterator().next();
            var members = group.members().stream()
                    .map(m -> new Member(m.node(), m.instance().value()))
                    .toList();
            groups.add(new Group(vrid + "-" + groups.size(), vrid, group.title(), members, group.interval() / 1_000));
        }
        return groups;
    }

    /** What all instances of a group have alike. */
    private record Likeness(Vrid vrid, Family family) {}

    /** Every group of these nodes, in the order of the first node's configuration. */
    public static List<Group> of(List<NodeIndex> nodes) {
        var gathered = new ArrayList<Gathered>();
        var alike = new HashMap<Likeness, List<Gathered>>();
        for (var node : nodes) {
            for (var instance : node.read(Group::instances)) {
                var candidates = alike.computeIfAbsent(
                        new Likeness(instance.vrid(), instance.family()), _ -> new ArrayList<>(1));
                var group = candidates.stream().filter(g -> g.takes(instance)).findFirst();
                var into = group.orElseGet(() -> {
                    var fresh = new Gathered(instance);
                    gathered.add(fresh);
                    candidates.add(fresh);
                    return fresh;
                });
                into.add(node.name(), instance);
            }
        }
        var groups = new ArrayList<Group>();
        for (int i = 0; i < gathered.size(); i++) {
            groups.add(gathered.get(i).group(i));
        }
        return groups;
    }

    private static List<InstanceConfig> instances(List<RunIndex> runs) {
        for (var run : runs.reversed()) {
            var config = run.config();
            if (config != null) {
                return config.instances();
            }
        }
        return List.of();
    }
}
