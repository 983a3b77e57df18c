package io.keepsake.config.check;

import io.keepsake.config.check.InstanceCheck.CheckedInstance;
import io.keepsake.config.problem.Problems;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells of what is right as it is written and does not do what people write it for. It refuses nothing. */
final class TrapsCheck {
    private static final int HIGHEST = 254;

    private final Problems problems;

    TrapsCheck(Problems problems) {
        this.problems = problems;
    }

    /** An address on a link, whatever its prefix. */
    private record LinkIp(InterfaceName link, Ip ip) {}

    /** Something tracked, and its weight. */
    private record Weight(String subject, int weight) {}

    void look(List<CheckedInstance> instances, List<VrrpScript> scripts) {
        var holders = new HashMap<LinkIp, InstanceName>();
        for (var instance : instances) {
            weights(instance);
            twice(instance, holders);
            firstLinkLocal(instance);
            itself(instance);
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

    private void itself(CheckedInstance checked) {
        var source = checked.config().source();
        if (source != null && checked.config().unicastPeers().contains(source)) {
            tell(
                    checked,
                    "has its own unicast_src_ip, " + source + ", among its peers; it sends to itself",
                    "remove it there");
        }
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

    private void tell(CheckedInstance checked, String what, String hint) {
        problems.trap(checked.place(), "instance " + checked.config().name() + " " + what, hint);
    }
}
