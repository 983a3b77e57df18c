package io.keepsake.history.cluster;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.QuorumGained;
import io.keepsake.core.event.Decision.QuorumLost;
import io.keepsake.core.event.Decision.RealServerDown;
import io.keepsake.core.event.Decision.RealServerUp;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.history.cluster.Incident.Kind;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The virtual servers as one node saw them: real servers that were down, once or again and again, and quorums lost. */
final class ServerIncidents {
    /** Down this often, none of them further from the one before, is flapping. */
    private static final int FLAPS = 3;

    private static final long FLAP_NANOS = 60_000_000_000L;

    private final ClusterHistory history;
    private final String node;
    private final List<Incident> found = new ArrayList<>();
    private final Map<Server, List<Down>> downs = new LinkedHashMap<>();
    private final Map<Server, Began> down = new LinkedHashMap<>();
    private final Map<VirtualServerName, Lost> lost = new LinkedHashMap<>();

    private record Server(VirtualServerName service, Endpoint real) {}

    private record Began(Stamp from, String why) {}

    /** @param end in words, where it did not just come up again */
    private record Down(Stamp from, Stamp to, String why, String end) {}

    private record Lost(Stamp from, QuorumLost decision) {}

    private ServerIncidents(ClusterHistory history, String node) {
        this.history = history;
        this.node = node;
    }

    static List<Incident> of(ClusterHistory history, String node) {
        var incidents = new ServerIncidents(history, node);
        history.facts(node).forEach(incidents::take);
        incidents.downs.forEach(incidents::told);
        return incidents.found;
    }

    private void take(Fact fact) {
        switch (fact) {
            case Fact.Decided decided -> decided(decided.stamp(), decided.decision());
            case Fact.Configured c -> {
                var services = c.config().virtualServers();
                endWhere(
                        server -> services.stream()
                                .noneMatch(v -> v.name().equals(server.service())
                                        && v.realServers().stream()
                                                .anyMatch(r -> r.endpoint().equals(server.real()))),
                        service -> services.stream().noneMatch(v -> v.name().equals(service)),
                        c.stamp(),
                        ", until it was taken out of the file");
            }
            case Fact.Hole hole -> endWhere(_ -> true, _ -> true, hole.stamp(), ", up to where the record has a hole");
            case Fact.Ended ended -> endWhere(_ -> true, _ -> true, ended.stamp(), ", to the end of the record");
            default -> {}
        }
    }

    private void decided(Stamp at, Decision decision) {
        switch (decision) {
            case RealServerDown d -> down.putIfAbsent(new Server(d.server(), d.real()), new Began(at, d.why()));
            case RealServerUp d -> up(new Server(d.server(), d.real()), at, "");
            case QuorumLost d -> lost.putIfAbsent(d.server(), new Lost(at, d));
            case QuorumGained d -> gained(d.server(), at, "");
            default -> {}
        }
    }

    /** What is known of these ends there. */
    private void endWhere(Predicate<Server> servers, Predicate<VirtualServerName> services, Stamp at, String end) {
        List.copyOf(down.keySet()).stream().filter(servers).forEach(server -> up(server, at, end));
        List.copyOf(lost.keySet()).stream().filter(services).forEach(service -> gained(service, at, end));
    }

    private void up(Server server, Stamp at, String end) {
        var began = down.remove(server);
        if (began != null) {
            downs.computeIfAbsent(server, _ -> new ArrayList<>()).add(new Down(began.from(), at, began.why(), end));
        }
    }

    private void gained(VirtualServerName service, Stamp at, String end) {
        var began = lost.remove(service);
        if (began != null) {
            var decision = began.decision();
            add(
                    Kind.QUORUM_LOST,
                    service,
                    began.from(),
                    at,
                    node + ": the real servers weigh " + decision.weight() + " and must weigh " + decision.needed()
                            + (decision.sorry() ? "; the sorry server stands in" : "") + end);
        }
    }

    private void told(Server server, List<Down> all) {
        int begin = 0;
        for (int i = 1; i <= all.size(); i++) {
            boolean follows = i < all.size()
                    && history.between(all.get(i - 1).from(), all.get(i).from()).likely() <= FLAP_NANOS;
            if (!follows) {
                together(server, all.subList(begin, i));
                begin = i;
            }
        }
    }

    private void together(Server server, List<Down> downs) {
        if (downs.size() < FLAPS) {
            for (var one : downs) {
                add(
                        Kind.SERVER_DOWN,
                        server.service(),
                        one.from(),
                        one.to(),
                        node + ": " + server.real() + " was down: " + one.why() + one.end());
            }
            return;
        }
        long whole = downs.stream()
                .mapToLong(d -> history.between(d.from(), d.to()).likely())
                .sum();
        var first = downs.getFirst();
        add(
                Kind.SERVER_FLAPPING,
                server.service(),
                first.from(),
                downs.getLast().to(),
                node + ": " + server.real() + " was down " + downs.size() + " times, " + Spans.print(whole)
                        + " together; at first: " + first.why());
    }

    private void add(Kind kind, VirtualServerName service, Stamp from, Stamp to, String text) {
        found.add(new Incident(
                kind,
                service.toString(),
                from,
                to,
                history.between(from, to),
                List.of(node),
                text,
                Stream.of(from, to).distinct().toList()));
    }
}
