package io.keepsake.history.explain;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Spans;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The account of a run's virtual servers: who left, who came back, why, and what was done about it. */
final class ServerExplanation {
    private static final long SETTLED_NANOS = 2_000_000_000L;
    private static final int FAILURES_MAX = 8;

    private final long run;
    private final Consumer<String> out;
    private final @Nullable String wanted;
    private final Window window;
    private final NodeHistory node;
    private final Map<CheckerId, Deque<String>> failures = new HashMap<>();
    private final Map<String, Moment> downSince = new HashMap<>();
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private @Nullable ControllerConfig config;

    private record Pending(Moment at, List<String> lines, ServerEffects effects) {}

    ServerExplanation(long run, Consumer<String> out, @Nullable String wanted, Window window, NodeHistory node) {
        this.run = run;
        this.out = out;
        this.wanted = wanted;
        this.window = window;
        this.node = node;
    }

    /** The configuration in force. */
    void learn(ControllerConfig accepted) {
        config = accepted;
    }

    void onTurn(Turn turn) {
        waiting.forEach(told -> told.effects().onEvent(turn));
        if (turn.recorded().event() instanceof HealthEvent.CheckFailed failed) {
            remember(failed, turn);
        }
        if (turn.recorded().event() instanceof IpvsEvent event) {
            drift(event, turn);
        }
        turn.decisions().forEach(decision -> {
            if (decision instanceof Decision.OfServer d) {
                onDecision(d, turn);
            }
        });
        waiting.stream()
                .filter(told -> turn.recorded().at().since(told.at()) <= SETTLED_NANOS)
                .forEach(told -> told.effects().onEffects(turn));
        tellSettled(turn.recorded().at());
    }

    private void remember(HealthEvent.CheckFailed failed, Turn turn) {
        var of = failures.computeIfAbsent(failed.checker(), _ -> new ArrayDeque<>());
        if (of.size() == FAILURES_MAX) {
            of.removeFirst();
        }
        of.add(Clock.time(turn.recorded().wall()) + " (" + cite(turn) + ") " + failed.reason() + ": "
                + failed.detail());
    }

    private void onDecision(Decision.OfServer decision, Turn turn) {
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
                        List.of("because of this: " + d.why()));
            case Decision.QuorumLost d ->
                begin(
                        d.server(),
                        null,
                        turn,
                        d.server() + " lost its quorum",
                        List.of("because its living real servers weigh " + d.weight() + " and it needs " + d.needed()
                                + (d.sorry() ? "; the sorry server stands in" : "; there is no sorry server")));
            case Decision.QuorumGained d ->
                begin(
                        d.server(),
                        null,
                        turn,
                        d.server() + " has its quorum again",
                        List.of("because its living real servers weigh " + d.weight() + " and it needs " + d.needed()
                                + (d.sorry() ? "; the sorry server leaves" : "")));
            case Decision.ChecksSuspended d ->
                begin(
                        d.server(),
                        null,
                        turn,
                        "the checks of " + d.server() + " rest",
                        List.of("because none of its addresses is on this host (ha_suspend)"));
            case Decision.ChecksResumed d ->
                begin(
                        d.server(),
                        null,
                        turn,
                        "the checks of " + d.server() + " go on",
                        List.of("because one of its addresses is on this host (ha_suspend)"));
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
                        List.of("because of this: " + d.why()));
        }
    }

    private void down(Decision.RealServerDown d, Turn turn) {
        downSince.put(d.server() + " " + d.real(), turn.recorded().at());
        var lines = new ArrayList<String>();
        if (turn.recorded().event() instanceof HealthEvent event) {
            lines.addAll(checks(event.checker(), turn));
        } else {
            lines.add("because it begins so: " + d.why());
        }
        begin(d.server(), d.real(), turn, d.real() + " of " + d.server() + " went DOWN", lines);
    }

    private List<String> checks(CheckerId checker, Turn turn) {
        var lines = new ArrayList<String>();
        turn.decisions().forEach(decision -> {
            if (decision instanceof Decision.CheckerFailed f && f.checker().equals(checker)) {
                lines.add("because its check " + checker.number() + " (" + kind(checker) + ") failed " + f.failures()
                        + " times in a row since " + node.cite(f.firstFailure()) + ", and " + f.allowed()
                        + " are forgiven");
                failures.getOrDefault(checker, new ArrayDeque<>()).stream()
                        .skip(Math.max(
                                0,
                                failures.getOrDefault(checker, new ArrayDeque<>())
                                                .size()
                                        - f.failures()))
                        .forEach(failure -> lines.add("  " + failure));
            }
        });
        return lines;
    }

    private String kind(CheckerId checker) {
        return server(checker.server()).kind(checker.real(), checker.number());
    }

    private void up(Decision.RealServerUp d, Turn turn) {
        var since = downSince.remove(d.server() + " " + d.real());
        var lines = new ArrayList<String>();
        turn.decisions().forEach(decision -> {
            if (decision instanceof Decision.CheckerRecovered r) {
                lines.add("because its check " + r.checker().number() + " (" + kind(r.checker()) + ") passed "
                        + r.passes() + " times in a row: "
                        + EventText.print(turn.recorded().event()));
            }
        });
        if (since != null) {
            lines.add("it was down for " + Spans.print(turn.recorded().at().since(since)));
        }
        begin(d.server(), d.real(), turn, d.real() + " of " + d.server() + " came UP", lines);
    }

    private void reload(VirtualServerName server, @Nullable Endpoint real, Turn turn, String what) {
        begin(server, real, turn, what, List.of("because the configuration was reloaded (" + cite(turn) + ")"));
    }

    /** Somebody else's hand on our part of the table. */
    private void drift(IpvsEvent event, Turn turn) {
        var what =
                switch (event) {
                    case IpvsEvent.ServiceGone e -> own(e.service(), null, "removed service " + e.service());
                    case IpvsEvent.ServiceSeen e ->
                        own(
                                e.service().key(),
                                null,
                                "changed service " + e.service().key());
                    case IpvsEvent.DestinationGone e ->
                        own(e.service(), e.destination(), "removed " + e.destination() + " from " + e.service());
                    case IpvsEvent.DestinationSeen e ->
                        own(
                                e.service(),
                                e.destination().endpoint(),
                                "set " + e.destination().endpoint() + " in " + e.service() + " to weight "
                                        + e.destination().weight());
                    case IpvsEvent.IpvsRead _, IpvsEvent.IpvsUnavailable _ -> null;
                };
        if (what != null) {
            begin(
                    what.server(),
                    what.real(),
                    turn,
                    "somebody else " + what.text(),
                    List.of("seen when the IPVS table was read (" + cite(turn) + "); what is wanted is put back"));
        }
    }

    private record Touched(
            VirtualServerName server, @Nullable Endpoint real, String text) {}

    private @Nullable Touched own(ServiceKey key, @Nullable Endpoint real, String text) {
        var known = config;
        return known == null
                ? null
                : known.virtualServers().stream()
                        .filter(server -> server.keys().contains(key))
                        .findFirst()
                        .map(server -> new Touched(server.name(), real, text))
                        .orElse(null);
    }

    private void begin(
            VirtualServerName server, @Nullable Endpoint real, Turn turn, String what, List<String> because) {
        if ((wanted != null && !wanted.equals(server.value())) || !window.holds(run, turn)) {
            return;
        }
        var lines = new ArrayList<String>();
        lines.add(what + " at " + Clock.dated(turn.recorded().wall()) + " (" + cite(turn) + ")");
        because.forEach(line -> lines.add("  " + line));
        var subject = real == null ? server.value() : server + " " + real;
        var effects = new ServerEffects(subject, server(server).keys(), real, node::cite);
        waiting.add(new Pending(turn.recorded().at(), lines, effects));
    }

    private String cite(Turn turn) {
        return node.cite(turn.recorded().index());
    }

    /** What is known of a virtual server; nothing when it is not configured any more. */
    private Known server(VirtualServerName name) {
        var known = config;
        return new Known(
                known == null
                        ? null
                        : known.virtualServers().stream()
                                .filter(server -> server.name().equals(name))
                                .findFirst()
                                .orElse(null));
    }

    private record Known(@Nullable VirtualServerConfig config) {
        Set<ServiceKey> keys() {
            return config == null ? Set.of() : new HashSet<>(config.keys());
        }

        String kind(Endpoint real, int check) {
            return config == null
                    ? "?"
                    : config.realServers().stream()
                            .filter(r -> r.endpoint().equals(real)
                                    && check < r.checkers().size())
                            .findFirst()
                            .map(r -> r.checkers().get(check).check().getClass().getSimpleName())
                            .orElse("?");
        }
    }

    private void tellSettled(Moment now) {
        while (!waiting.isEmpty()) {
            long age = now.since(waiting.getFirst().at());
            if (age <= SETTLED_NANOS && waiting.getFirst().effects().open() || age <= SETTLED_NANOS / 4) {
                return;
            }
            tell(waiting.removeFirst());
        }
    }

    private void tell(Pending told) {
        told.lines().forEach(out);
        told.effects().lines().forEach(out);
        out.accept("");
    }

    /** The run is over, or what is recorded of it. */
    void end() {
        while (!waiting.isEmpty()) {
            tell(waiting.removeFirst());
        }
    }
}
