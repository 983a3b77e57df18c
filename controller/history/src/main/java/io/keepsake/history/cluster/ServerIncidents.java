package io.keepsake.history.cluster;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The virtual servers as one node saw them: real servers that were down, once or again and again, and quorums lost. */
final class ServerIncidents {
    /** Down this often, none of them further from the one before, is flapping. */
    private static final int FLAPS = 3;

    private static final long FLAP_NANOS = 60_000_000_000L;

    private final ClusterHistory history;
    private final String node;
    private final List<Incident> found = new ArrayList<>();
    private final Map<Server, List<Down>> downs = new LinkedHashMap<>();
    private final Map<VirtualServerName, Lost> lost = new LinkedHashMap<>();

    private record Server(VirtualServerName service, Endpoint real) {}

    /** @param over whether the record tells its end, and not only itself ends */
    private record Down(Stamp from, Stamp to, boolean over, String why) {
        Down until(Stamp end, boolean told) {
            return new Down(from, end, told, why);
        }
    }

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
            case Fact.Decided decided -> {
                switch (decided.decision()) {
                    case RealServerDown d ->
                        downs.computeIfAbsent(new Server(d.server(), d.real()), _ -> new ArrayList<>())
                                .add(new Down(decided.stamp(), decided.stamp(), false, d.why()));
                    case RealServerUp d -> end(new Server(d.server(), d.real()), decided.stamp(), true);
                    case QuorumLost d -> lost.putIfAbsent(d.server(), new Lost(decided.stamp(), d));
                    case QuorumGained d -> gained(lost.remove(d.server()), decided.stamp(), "");
                    default -> {}
                }
            }
            case Fact.Ended ended -> {
                downs.keySet().forEach(server -> end(server, ended.stamp(), false));
                lost.values().forEach(l -> gained(l, ended.stamp(), ", to the end of the record"));
                lost.clear();
            }
            default -> {}
        }
    }

    /** Nothing where it is not down. */
    private void end(Server server, Stamp at, boolean told) {
        var all = downs.get(server);
        if (all != null && !all.isEmpty()) {
            var last = all.getLast();
            if (!last.over() && last.to().equals(last.from())) {
                all.set(all.size() - 1, last.until(at, told));
            }
        }
    }

    private void gained(@Nullable Lost lost, Stamp at, String until) {
        if (lost != null) {
            var decision = lost.decision();
            add(
                    Kind.QUORUM_LOST,
                    decision.server(),
                    lost.from(),
                    at,
                    node + ": the real servers weigh " + decision.weight() + " and must weigh " + decision.needed()
                            + (decision.sorry() ? "; the sorry server stands in" : "") + until);
        }
    }

    private void told(Server server, List<Down> all) {
        int begin = 0;
        for (int i = 1; i <= all.size(); i++) {
            boolean follows = i < all.size()
                    && history.place(all.get(i).from())
                                    - history.place(all.get(i - 1).from())
                            <= FLAP_NANOS;
            if (!follows) {
                together(server, all.subList(begin, i));
                begin = i;
            }
        }
    }

    private void together(Server server, List<Down> downs) {
        if (downs.size() < FLAPS) {
            for (var down : downs) {
                add(
                        Kind.SERVER_DOWN,
                        server.service(),
                        down.from(),
                        down.to(),
                        node + ": " + server.real() + " was down: " + down.why()
                                + (down.over() ? "" : ", to the end of the record"));
            }
            return;
        }
        long whole = downs.stream()
                .mapToLong(d -> history.place(d.to()) - history.place(d.from()))
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
