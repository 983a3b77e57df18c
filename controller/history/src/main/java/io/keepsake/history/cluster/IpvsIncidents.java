package io.keepsake.history.cluster;

import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.history.cluster.Incident.Kind;
import io.keepsake.history.explain.OthersHand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The IPVS table of one node as somebody else changed it: what was seen together is told together. */
final class IpvsIncidents {
    private static final long TOGETHER_NANOS = 1_000_000_000L;

    /** Of more than these it says how many. */
    private static final int NAMED_MAX = 4;

    private final ClusterHistory history;
    private final String node;
    private final List<Incident> found = new ArrayList<>();
    private final List<Fact.Drifted> together = new ArrayList<>();
    /** The services of the configuration in force. */
    private Set<ServiceKey> own = Set.of();

    private IpvsIncidents(ClusterHistory history, String node) {
        this.history = history;
        this.node = node;
    }

    static List<Incident> of(ClusterHistory history, String node) {
        var incidents = new IpvsIncidents(history, node);
        history.facts(node).forEach(incidents::take);
        incidents.tell();
        return incidents.found;
    }

    private void take(Fact fact) {
        if (fact instanceof Fact.Configured configured) {
            tell();
            own = new HashSet<>(configured.config().virtualServers().stream()
                    .map(VirtualServerConfig::keys)
                    .flatMap(List::stream)
                    .toList());
        } else if (fact instanceof Fact.Drifted drifted) {
            if (!together.isEmpty()
                    && history.between(together.getLast().stamp(), drifted.stamp())
                                    .likely()
                            > TOGETHER_NANOS) {
                tell();
            }
            together.add(drifted);
        }
    }

    private void tell() {
        if (together.isEmpty()) {
            return;
        }
        var from = together.getFirst().stamp();
        var mended = together.stream()
                .map(Fact.Drifted::mended)
                .filter(Objects::nonNull)
                .toList();
        var to = mended.isEmpty() ? together.getLast().stamp() : mended.getLast();
        found.add(new Incident(
                Kind.IPVS_DRIFT,
                node,
                from,
                to,
                history.between(from, to),
                List.of(node),
                "somebody else " + done() + "; " + repair(),
                Stream.concat(together.stream().map(Fact.Drifted::stamp).limit(NAMED_MAX), Stream.of(to))
                        .toList()));
        together.clear();
    }

    private String done() {
        var gone = new TreeSet<ServiceKey>();
        together.forEach(drifted -> {
            if (drifted.event() instanceof IpvsEvent.ServiceGone(var service)) {
                gone.add(service);
            }
        });
        if (!own.isEmpty() && gone.containsAll(own)) {
            return "removed every service of " + node + " from the IPVS table, as ipvsadm -C does: "
                    + named(gone.stream().map(ServiceKey::toString).toList());
        }
        return named(together.stream()
                .map(drifted -> OthersHand.onIpvs(drifted.event()))
                .toList());
    }

    private static String named(List<String> all) {
        int named = all.size() <= NAMED_MAX ? all.size() - 1 : NAMED_MAX;
        var last = all.size() <= NAMED_MAX ? all.getLast() : all.size() - NAMED_MAX + " more";
        return named == 0 ? last : String.join(", ", all.subList(0, named)) + " and " + last;
    }

    private String repair() {
        var ours = together.stream().filter(drifted -> isOwn(drifted.event())).toList();
        if (ours.isEmpty()) {
            return "that is no service of " + node + ", which leaves it alone";
        }
        return ours.stream().allMatch(drifted -> drifted.mended() != null)
                ? node + " mended it"
                : "nothing shows that " + node + " mended all of it";
    }

    private boolean isOwn(IpvsEvent event) {
        return switch (event) {
            case IpvsEvent.ServiceGone e -> own.contains(e.service());
            case IpvsEvent.ServiceSeen e -> own.contains(e.service().key());
            case IpvsEvent.DestinationGone e -> own.contains(e.service());
            case IpvsEvent.DestinationSeen e -> own.contains(e.service());
            case IpvsEvent.IpvsRead _, IpvsEvent.IpvsUnavailable _ -> false;
        };
    }
}
