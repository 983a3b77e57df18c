package io.keepsake.config.check;

import io.keepsake.config.check.InstanceCheck.CheckedInstance;
import io.keepsake.config.problem.Problems;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.ServiceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells of what is right as it is written and does not do what people write it for. It refuses nothing. */
final class TrapsCheck {
    private static final int HIGHEST = 254;
    private static final int LOWEST = 1;

    private final Problems problems;

    TrapsCheck(Problems problems) {
        this.problems = problems;
    }

    /** An address on a link, whatever its prefix. */
    private record LinkIp(InterfaceName link, Ip ip) {}

    /** Something tracked, and its weight. */
    private record Weight(String subject, int weight) {}

    void look(List<CheckedInstance> instances, List<VrrpScript> scripts, boolean waitsAtStart, Networks networks) {
        var holders = new HashMap<LinkIp, InstanceName>();
        for (var instance : instances) {
            weights(instance);
            twice(instance, holders);
            firstLinkLocal(instance);
            itself(instance);
            new RoadTraps(problems, instance, networks).look();
        }
        if (!waitsAtStart) {
            instances.stream().filter(i -> !i.config().preempt()).findFirst().ifPresent(this::beginsDeaf);
        }
        var byName = scripts.stream().collect(Collectors.toMap(VrrpScript::name, s -> s));
        instances.forEach(instance -> slow(instance, byName));
    }

    private static List<Weight> weights(InstanceConfig i) {
        return Stream.of(
                        i.trackedLinks().stream().map(t -> new Weight(t.link().value(), t.weight())),
                        i.trackedScripts().stream().map(t -> new Weight(t.script(), t.weight())),
                        i.trackedFiles().stream().map(t -> new Weight(t.file(), t.weight())),
                        i.trackedProcesses().stream().map(t -> new Weight(t.process(), t.weight())))
                .flatMap(weights -> weights)
                .filter(w -> w.weight() != 0)
                .toList();
    }

    private void weights(CheckedInstance checked) {
        var self = checked.config();
        var weights = weights(self);
        if (weights.isEmpty()) {
            return;
        }
        var names = weights.stream().map(Weight::subject).collect(Collectors.joining(", "));
        if (self.owner()) {
            tell(
                    checked,
                    "has priority 255, which no weight changes; " + names + " is tracked without effect",
                    "without a weight it is a fault");
            return;
        }
        if (!self.preempt()) {
            tell(
                    checked,
                    "has nopreempt and weights for " + names
                            + ": as a master whose priority falls it stays master unless"
                            + " its peer preempts, and as a backup it takes over from nobody for a higher priority",
                    "without a weight it is a fault, and the other node takes over");
        }
        int least = self.priority().value()
                + weights.stream().mapToInt(w -> Math.min(0, w.weight())).sum();
        if (least < LOWEST && self.trackedFiles().isEmpty()) {
            tell(
                    checked,
                    "has priority " + self.priority() + ", and " + least + " with the weights of " + names
                            + "; it is never below " + LOWEST + ", so a part of them does not count",
                    "give a higher priority");
        }
        int most = self.priority().value()
                + weights.stream().mapToInt(w -> Math.max(0, w.weight())).sum();
        if (most > HIGHEST && self.trackedFiles().isEmpty()) {
            tell(
                    checked,
                    "has priority " + self.priority() + ", and " + most + " with the weights of " + names
                            + "; it is never above " + HIGHEST + ", so a part of them does not count",
                    "give a lower priority");
        }
    }

    /** What a switch does with a port for half a minute after its link came up, a node takes for silence. */
    private void beginsDeaf(CheckedInstance checked) {
        tell(
                checked,
                "has nopreempt and the file has no vrrp_startup_delay: a node that boots before its switch forwards"
                        + " hears nobody, and takes the addresses from a master that is well",
                "write \"vrrp_startup_delay 30\" into global_defs, or vrrp_delay_after_boot");
    }

    private void twice(CheckedInstance checked, Map<LinkIp, InstanceName> holders) {
        checked.config().virtual().forEach(address -> {
            var other = holders.putIfAbsent(
                    new LinkIp(address.link(), address.address().ip()),
                    checked.config().name());
            if (other != null && !other.equals(checked.config().name())) {
                tell(
                        checked,
                        "and " + other + " both have " + address.address().ip() + " on " + address.link()
                                + "; two hosts may be master, one of each, and both hold it",
                        "leave it in one of them");
            }
        });
    }

    private void firstLinkLocal(CheckedInstance checked) {
        var addresses = checked.config().addresses();
        if (checked.config().family() == Family.IPV6
                && !addresses.isEmpty()
                && !addresses.getFirst().address().ip().isLinkLocal()) {
            tell(
                    checked,
                    "has " + addresses.getFirst().address().ip()
                            + " as its first address; RFC 9568 5.2.9 wants a link-local"
                            + " one there, which hosts use as their router",
                    "write one such as fe80::1 first, on all nodes");
        }
    }

    /** Addresses that are two things at once. */
    private void itself(CheckedInstance checked) {
        var self = checked.config();
        var source = self.source();
        if (source != null && self.unicastPeers().contains(source)) {
            tell(
                    checked,
                    "has its own unicast_src_ip, " + source + ", among its peers; it sends to itself",
                    "remove it there");
        }
        if (source != null && !self.owner() && self.virtual().anyMatch(a -> isOne(a, source))) {
            tell(
                    checked,
                    "sends from " + source + ", which is one of its virtual addresses; as a backup it does not have it",
                    "send from the address that only this node has");
        }
        self.unicastPeers().stream()
                .filter(peer -> self.virtual().anyMatch(a -> isOne(a, peer)))
                .forEach(peer -> tell(
                        checked,
                        "has " + peer + " as a peer and as a virtual address; as a master it sends to itself",
                        "name the address that only the other node has"));
    }

    private static boolean isOne(VirtualAddress address, Ip ip) {
        return address.address().ip().equals(ip);
    }

    private void slow(CheckedInstance checked, Map<String, VrrpScript> scripts) {
        for (var tracked : checked.config().trackedScripts()) {
            var script = scripts.get(tracked.script());
            if (script != null && script.timeoutNanos() > script.intervalNanos()) {
                tell(
                        checked,
                        "tracks " + script.name()
                                + ", whose timeout is longer than its interval: while a run takes its time"
                                + " the next ones are skipped, and one that hangs is found out late",
                        "give it a timeout up to its interval");
            }
        }
    }

    /** A packet is dropped before IPVS sees it. */
    void servers(List<CheckedInstance> instances, List<VirtualServerConfig> servers) {
        var served = new HashMap<Ip, VirtualServerConfig>();
        for (var server : servers) {
            server.keys().forEach(key -> {
                if (key instanceof ServiceKey.Address address) {
                    served.putIfAbsent(address.endpoint().ip(), server);
                }
            });
        }
        for (var checked : instances) {
            if (checked.config().blocks()) {
                checked.config()
                        .virtual()
                        .map(address -> served.get(address.address().ip()))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .ifPresent(server -> tell(
                                checked,
                                "does not accept packets to the address of virtual server " + server.name()
                                        + "; they are dropped before IPVS sees them",
                                "let it accept them: \"accept\", and no strict mode in version 2"));
            }
        }
    }

    private void tell(CheckedInstance checked, String what, String hint) {
        problems.trap(checked.place(), "instance " + checked.config().name() + " " + what, hint);
    }
}
