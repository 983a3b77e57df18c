package io.keepsake.history.cluster;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.Ip;
import io.keepsake.history.cluster.Verdict.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** With what the members of a group were configured when: what of it keeps them apart, and what was changed lately. */
final class Configurations {
    /** What followed a change within this, beside some intervals, is told with it. */
    private static final long LATELY_NANOS = 10_000_000_000L;

    private static final int FIELDS_MAX = 3;

    /** What keeps one from hearing the other, in words. */
    record Apart(String claim, List<Evidence> evidence) {}

    private record InForce(Stamp since, InstanceConfig instance) {}

    private final ClusterHistory history;
    private final Group group;

    Configurations(ClusterHistory history, Group group) {
        this.history = history;
        this.group = group;
    }

    /** Why nothing that {@code from} sent could count at {@code to} at a moment; null when they fit. */
    @Nullable Apart apart(String from, String to, Stamp at) {
        long place = history.place(at);
        var sender = inForce(from, place);
        var receiver = inForce(to, place);
        if (sender == null || receiver == null) {
            return null;
        }
        if (!sender.instance().vrid().equals(receiver.instance().vrid())) {
            var all = Stream.of(sender, receiver)
                    .map(c -> new Evidence(
                            c.since(),
                            c.since().node() + " has virtual_router_id "
                                    + c.instance().vrid()))
                    .toList();
            return new Apart(
                    "the virtual_router_id of " + from + " is "
                            + sender.instance().vrid() + " and that of " + to + " is "
                            + receiver.instance().vrid() + ", though both have " + group.addresses()
                            + changed(List.of(from, to), place, place),
                    all);
        }
        var peers = sender.instance().unicastPeers();
        var addresses = addresses(to);
        if (peers.isEmpty() || addresses.isEmpty() || addresses.stream().anyMatch(peers::contains)) {
            return null;
        }
        var list = peers.stream().map(Ip::toString).collect(Collectors.joining(", "));
        return new Apart(
                from + " sends nothing to " + to + ": its unicast_peer [" + list + "] has no " + addresses.getFirst()
                        + changed(List.of(from), place, place),
                List.of(new Evidence(sender.since(), from + " has unicast_peer [" + list + "]")));
    }

    /** From which a node sends for the group. */
    private List<Ip> addresses(String node) {
        return history.each(node, Fact.Sent.class)
                .filter(s -> group.has(node, s.instance()))
                .map(Fact.Sent::source)
                .distinct()
                .toList();
    }

    private @Nullable InForce inForce(String node, long place) {
        return history.each(node, Fact.Configured.class)
                .filter(c -> history.place(c.stamp()) <= place)
                .reduce((_, last) -> last)
                .flatMap(c -> member(node, c.config()).map(i -> new InForce(c.stamp(), i)))
                .orElse(null);
    }

    private Optional<InstanceConfig> member(String node, ControllerConfig config) {
        return config.instances().stream()
                .filter(i -> group.has(node, i.name()))
                .findFirst();
    }

    /** The last change of the group's instances on one of these nodes shortly before, or in that time; empty when none was. */
    String changed(List<String> nodes, long begin, long end) {
        return nodes.stream()
                .flatMap(node -> history.each(node, Fact.Configured.class))
                .filter(c -> history.place(c.stamp()) >= begin - LATELY_NANOS - 4 * group.interval()
                        && history.place(c.stamp()) <= end)
                .filter(c -> !fields(c).isEmpty() || isUnseen(c))
                .max(Comparator.comparingLong(c -> history.place(c.stamp())))
                .map(c -> ", after " + reread(c))
                .orElse("");
    }

    /** What was read at this moment; empty when nothing was, or nothing that concerns the group. */
    String readAt(Stamp at) {
        return history.each(at.node(), Fact.Configured.class)
                .filter(c -> c.stamp().run() == at.run() && c.stamp().moment() == at.moment())
                .filter(c -> !fields(c).isEmpty())
                .findFirst()
                .map(this::reread)
                .orElse("");
    }

    /** Read anew, and nothing that is recorded differs: a password may, which is not. */
    private boolean isUnseen(Fact.Configured configured) {
        return configured.differences().isEmpty()
                && history.each(configured.stamp().node(), Fact.Configured.class)
                        .anyMatch(c -> c.stamp().run() == configured.stamp().run()
                                && c.stamp().moment() < configured.stamp().moment());
    }

    private String reread(Fact.Configured configured) {
        var fields = fields(configured);
        if (fields.isEmpty()) {
            return configured.stamp().node()
                    + " read its configuration anew (nothing recorded differs; a password may) ["
                    + configured.stamp().cite() + "]";
        }
        return configured.stamp().node() + " read another configuration ("
                + String.join("; ", fields.subList(0, Math.min(FIELDS_MAX, fields.size())))
                + (fields.size() > FIELDS_MAX ? "; and more" : "") + ") ["
                + configured.stamp().cite() + "]";
    }

    /** Those of its differences that concern the group. */
    private List<String> fields(Fact.Configured configured) {
        var node = configured.stamp().node();
        var names = new ArrayList<String>();
        group.members().stream()
                .filter(m -> m.node().equals(node))
                .forEach(m -> names.add(m.instance().value()));
        return configured.differences().stream()
                .filter(line ->
                        names.stream().anyMatch(name -> line.startsWith(name + " ") || line.contains(": " + name)))
                .toList();
    }
}
