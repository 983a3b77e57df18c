package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.FailedChecker;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.ServiceKey;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A restart lets no server in that was down when the run before ended: no destination before the journal said who was, or
 * three seconds passed without it ({@code docs/decisions/0011}); and, once it said so, also later, none with a weight while
 * a checker that was bad has not answered in this run. What a run leaves names every checker that is bad.
 */
final class LetsNoDeadServerIn implements OfDirector {
    private static final String NAME = "LetsNoDeadServerIn";
    private static final long WAIT_NANOS = 3_000_000_000L;

    private final Set<CheckerId> dead = new HashSet<>();
    private @Nullable ControllerConfig config;
    private long waitsUntil = Long.MAX_VALUE;

    @Override
    public void after(DirectorTurn turn) {
        hear(turn);
        for (var effect : turn.turn().effects()) {
            if (effect instanceof ProgramIpvs program) {
                program.changes().forEach(change -> look(turn, change));
            }
        }
        if (!turn.sameServers() && turn.after().director() != null) {
            leaves(turn);
        }
    }

    private void hear(DirectorTurn turn) {
        if (turn.event() instanceof LeftoversRecalled recalled) {
            recalled.leftovers().failed().stream()
                    .map(FailedChecker::checker)
                    .filter(id -> unproved(turn, id))
                    .forEach(dead::add);
            waitsUntil = Math.min(waitsUntil, turn.at());
        } else if (turn.event() instanceof HealthEvent event && !(event instanceof HealthEvent.CheckFailed)) {
            dead.remove(event.checker());
        } else if (turn.event() instanceof ConfigAccepted accepted) {
            waitsUntil = config == null ? Math.min(waitsUntil, turn.at() + WAIT_NANOS) : waitsUntil;
            config = accepted.config();
            dead.removeIf(id -> !sameQuestions(real(turn.before(), id), real(turn.after(), id)));
        }
    }

    /** What this run has found out itself counts more than what the last one knew. */
    private static boolean unproved(DirectorTurn turn, CheckerId id) {
        var state = VerdictsNeedResults.state(turn.before(), id);
        return state != null && !state.proved();
    }

    private static @Nullable RealServerConfig real(NodeState state, CheckerId id) {
        var director = state.director();
        return director == null
                ? null
                : director.config().virtualServers().stream()
                        .filter(s -> s.name().equals(id.server()))
                        .flatMap(s -> s.realServers().stream())
                        .filter(r -> r.endpoint().equals(id.real()))
                        .findFirst()
                        .orElse(null);
    }

    private static boolean sameQuestions(@Nullable RealServerConfig one, @Nullable RealServerConfig other) {
        if (one == null
                || other == null
                || one.checkers().size() != other.checkers().size()) {
            return false;
        }
        for (int i = 0; i < one.checkers().size(); i++) {
            if (!SettingsChangeInPlace.asksTheSame(
                    one.checkers().get(i), other.checkers().get(i))) {
                return false;
            }
        }
        return true;
    }

    private void look(DirectorTurn turn, IpvsChange change) {
        if (change instanceof IpvsChange.AddDestination c) {
            look(turn, c.service(), c.destination());
        } else if (change instanceof IpvsChange.EditDestination c) {
            look(turn, c.service(), c.destination());
        }
    }

    private void look(DirectorTurn turn, ServiceKey key, Destination destination) {
        if (turn.at() < waitsUntil) {
            throw turn.violation(NAME, "lets " + destination + " in before the journal said who was down");
        }
        var server = turn.config().virtualServers().stream()
                .filter(s -> s.keys().contains(key))
                .findFirst();
        if (destination.weight() > 0 && server.isPresent() && isDead(server.get(), destination)) {
            throw turn.violation(NAME, "lets " + destination + " in, which was down and has not answered yet");
        }
    }

    private boolean isDead(VirtualServerConfig server, Destination destination) {
        var sorry = server.sorry();
        boolean standsIn = sorry != null && sorry.endpoint().equals(destination.endpoint());
        return !standsIn
                && dead.stream()
                        .anyMatch(id ->
                                id.server().equals(server.name()) && id.real().equals(destination.endpoint()));
    }

    private static void leaves(DirectorTurn turn) {
        var director = Objects.requireNonNull(turn.after().director());
        var left = turn.after().leftovers().failed().stream()
                .map(f -> f.checker().server() + " " + f.checker().real())
                .toList();
        for (int i = 0; i < director.states().size(); i++) {
            var server = director.config().virtualServers().get(i);
            for (int r = 0; r < server.realServers().size(); r++) {
                var real = server.realServers().get(r).endpoint();
                boolean bad = turn.after().health().at(i).reals().get(r).stream()
                        .anyMatch(c -> !c.good() && !c.why().startsWith("not checked yet"));
                if (bad && !left.contains(server.name() + " " + real)) {
                    throw turn.violation(NAME, real + " is down, and the next run would not hear of it");
                }
            }
        }
    }
}
