package io.keepsake.history.explain;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The paragraphs about virtual servers: who left, who came back, why, and what was done about it. */
final class ServerChanges {
    private final NodeHistory node;
    private final Telling telling;
    private final Story story;
    private final CheckCauses checks;
    private final Map<String, Moment> downSince = new HashMap<>();
    private @Nullable ControllerConfig config;

    ServerChanges(NodeHistory node, Telling telling, Story story) {
        this.node = node;
        this.telling = telling;
        this.story = story;
        this.checks = new CheckCauses(node);
    }

    /** The configuration in force. */
    void learn(ControllerConfig accepted) {
        config = accepted;
    }

    /** What a turn tells besides its decisions. */
    void onTurn(Turn turn) {
        if (turn.recorded().event() instanceof HealthEvent.CheckFailed failed) {
            checks.remember(failed, turn);
        }
        if (turn.recorded().event() instanceof IpvsEvent event) {
            drift(event, turn);
        }
    }

    void onDecision(Decision.OfServer decision, Turn turn) {
        switch (decision) {
            case Decision.CheckerFailed _, Decision.CheckerRecovered _ -> {}
            case Decision.RealServerDown d -> down(d, turn);
            case Decision.RealServerUp d -> up(d, turn);
            case Decision.WeightChanged d ->
                begin(
                        d.server(),
                        d.real(),
                        turn,
                        d.real() + " of " + d.server() + " got weight " + d.to() + " instead of " + d.from(),
                        "because of this: " + d.why());
            case Decision.QuorumLost d ->
                begin(
                        d.server(),
                        null,
                        turn,
                        d.server() + " lost its quorum",
                        weighs(d.weight(), d.needed())
                                + (d.sorry() ? "; the sorry server stands in" : "; there is no sorry server"));
            case Decision.QuorumGained d ->
                begin(
                        d.server(),
                        null,
                        turn,
                        d.server() + " has its quorum again",
                        weighs(d.weight(), d.needed()) + (d.sorry() ? "; the sorry server leaves" : ""));
            case Decision.ChecksSuspended d ->
                begin(
                        d.server(),
                        null,
                        turn,
                        "the checks of " + d.server() + " rest",
                        "because none of its addresses is on this host (ha_suspend)");
            case Decision.ChecksResumed d ->
                begin(
                        d.server(),
                        null,
                        turn,
                        "the checks of " + d.server() + " go on",
                        "because one of its addresses is on this host (ha_suspend)");
            case Decision.VirtualServerAdded d -> reload(d.server(), null, turn, d.server() + " was added");
            case Decision.VirtualServerRemoved d -> reload(d.server(), null, turn, d.server() + " was removed");
            case Decision.RealServerAdded d ->
                reload(d.server(), d.real(), turn, d.real() + " was added to " + d.server());
            case Decision.RealServerRemoved d ->
                reload(d.server(), d.real(), turn, d.real() + " was removed from " + d.server());
            case Decision.DrainEnded d ->
                begin(
                        d.server(),
                        d.real(),
                        turn,
                        "a drain of " + d.server() + " is over",
                        "because of this: " + d.why());
        }
    }

    private static String weighs(long weight, long needed) {
        return "because its living real servers weigh " + weight + " and it needs " + needed;
    }

    private void down(Decision.RealServerDown d, Turn turn) {
        downSince.put(d.server() + " " + d.real(), turn.recorded().at());
        var because = turn.recorded().event() instanceof HealthEvent event
                ? checks.failed(event.checker(), turn, config(d.server()))
                : List.of("because it begins so: " + d.why());
        begin(d.server(), d.real(), turn, d.real() + " of " + d.server() + " went DOWN", because);
    }

    private void up(Decision.RealServerUp d, Turn turn) {
        var since = downSince.remove(d.server() + " " + d.real());
        var because = new ArrayList<>(checks.recovered(turn, config(d.server())));
        if (since != null) {
            because.add("it was down for " + Spans.print(turn.recorded().at().since(since)));
        }
        begin(d.server(), d.real(), turn, d.real() + " of " + d.server() + " came UP", because);
    }

    private void reload(VirtualServerName server, @Nullable Endpoint real, Turn turn, String what) {
        begin(server, real, turn, what, "because the configuration was reloaded (" + cite(turn) + ")");
    }

    /** Changes that someone else made in our part of the table. */
    private void drift(IpvsEvent event, Turn turn) {
        switch (event) {
            case IpvsEvent.ServiceGone e -> drift(e.service(), null, event, turn);
            case IpvsEvent.ServiceSeen e -> drift(e.service().key(), null, event, turn);
            case IpvsEvent.DestinationGone e -> drift(e.service(), e.destination(), event, turn);
            case IpvsEvent.DestinationSeen e ->
                drift(e.service(), e.destination().endpoint(), event, turn);
            case IpvsEvent.IpvsRead _, IpvsEvent.IpvsUnavailable _ -> {}
        }
    }

    private void drift(ServiceKey key, @Nullable Endpoint real, IpvsEvent event, Turn turn) {
        var known = config;
        if (known != null) {
            known.virtualServers().stream()
                    .filter(server -> server.keys().contains(key))
                    .findFirst()
                    .ifPresent(server -> begin(
                            server.name(),
                            real,
                            turn,
                            "somebody else " + OthersHand.onIpvs(event),
                            "seen when the IPVS table was read (" + cite(turn) + "); what is wanted is put back"));
        }
    }

    private void begin(VirtualServerName server, @Nullable Endpoint real, Turn turn, String what, String because) {
        begin(server, real, turn, what, List.of(because));
    }

    private void begin(
            VirtualServerName server, @Nullable Endpoint real, Turn turn, String what, List<String> because) {
        if (!telling.wants(server.value()) || !telling.holds(turn)) {
            return;
        }
        var lines = new ArrayList<String>();
        lines.add(what + " at " + node.clock().dated(turn.recorded().wall()) + " (" + cite(turn) + ")");
        because.forEach(line -> lines.add("  " + line));
        var subject = real == null ? server.value() : server + " " + real;
        var known = config(server);
        Set<ServiceKey> keys = known == null ? Set.of() : new HashSet<>(known.keys());
        var mine = new ServerEffects(subject, keys, real);
        story.add(new ServerParagraph(node, turn.recorded().at(), lines, mine));
    }

    private String cite(Turn turn) {
        return node.cite(turn.recorded().index());
    }

    /** Null when the virtual server is not configured any more. */
    private @Nullable VirtualServerConfig config(VirtualServerName name) {
        List<VirtualServerConfig> all = config == null ? List.of() : config.virtualServers();
        return all.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
