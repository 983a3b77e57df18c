package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.WallClockStepped;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.event.OperatorEvent.DrainCancelled;
import io.keepsake.core.event.OperatorEvent.DrainRequested;
import io.keepsake.core.event.OperatorEvent.HoldReleased;
import io.keepsake.core.event.OperatorEvent.HoldRequested;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.health.CheckerState;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has memory is recalled: when the journal says what the run before left, whenever that is, each checker that this
 * run has not heard of is as good as it was, also with {@code alpha} where a check had said so; each quorum inside its hysteresis is what it was;
 * and each drain, and each wish that an instance be not master, goes on to the end that it had, on the wall's clock where the machine was booted meanwhile. In the turn of
 * the recall, as far as this run has not learned better. What the run before knew is its state by the last turn that was
 * written.
 */
final class RecallsWhatItKnew implements Watcher {
    private static final String NAME = "RecallsWhatItKnew";
    private static final long SECOND = 1_000_000_000L;

    private final Run[] runs;

    /** One run, as far as it matters to the next. */
    private static final class Run {
        private final Set<CheckerId> heard = new HashSet<>();
        private final Set<VirtualServerName> moved = new HashSet<>();
        private boolean drained;
        private boolean held;
        private boolean stepped;
        private boolean recalled;
        private @Nullable Recorded last;
        private @Nullable Run before;
    }

    RecallsWhatItKnew(int machines) {
        runs = new Run[machines];
        Arrays.setAll(runs, _ -> new Run());
    }

    @Override
    public void onStart(Machine machine) {
        var run = new Run();
        run.before = runs[machine.number()];
        run.before.before = null;
        runs[machine.number()] = run;
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        var run = runs[machine.number()];
        switch (turn.recorded().event()) {
            case HealthEvent e -> {
                run.heard.add(e.checker());
                run.moved.add(e.checker().server());
            }
            case DrainRequested _, DrainCancelled _ -> run.drained = true;
            case HoldRequested _, HoldReleased _ -> run.held = true;
            case WallClockStepped _ -> run.stepped = true;
            case ConfigAccepted _ -> run.recalled |= before.configured() != null;
            case LeftoversRecalled _ -> {
                var known = machine.lastWritten();
                if (!run.recalled && known != null && known.configured() != null && !after.stopping()) {
                    look(new Recall(machine, turn, run, known, after));
                }
                run.recalled = true;
            }
            default -> {}
        }
        run.last = turn.recorded();
    }

    private record Recall(Machine machine, Turn turn, Run run, NodeState known, NodeState now) {
        Violation violation(String what) {
            return new Violation(NAME, machine.number(), "#" + turn.recorded().index() + " LeftoversRecalled: " + what);
        }
    }

    private static void look(Recall recall) {
        var director = Objects.requireNonNull(recall.now.director());
        var known = Objects.requireNonNull(recall.known.director());
        for (int i = 0; i < director.states().size(); i++) {
            var server = director.config().virtualServers().get(i);
            var was = SettingsChangeInPlace.server(recall.known, server);
            if (was != null) {
                int place = recall.known.health().place(server.name());
                checkers(recall, was, place, server, i);
                boolean same = was.equals(server)
                        && known.started()
                        && director.started()
                        && !recall.run.moved.contains(server.name())
                        && known.drains().isEmpty()
                        && director.drains().isEmpty()
                        && isCheckedAlone(server)
                        && isProved(server, recall.known.health().at(place).reals());
                if (same
                        && director.states().get(i).quorum()
                                != known.states().get(place).quorum()) {
                    throw recall.violation(server.name() + " had its quorum: "
                            + known.states().get(place).quorum() + ", and has it: "
                            + director.states().get(i).quorum());
                }
            }
        }
        if (!recall.run.drained) {
            known.drains().stream()
                    .filter(d -> isThere(director.config().virtualServers(), d))
                    .forEach(d -> drain(recall, d));
        }
        if (!recall.run.held) {
            holds(recall);
        }
    }

    /** The instances that were named then and are there now, by their names: groups may be others. */
    private static void holds(Recall recall) {
        var now = Objects.requireNonNull(recall.now.vrrp());
        var names = now.config().instances().stream().map(InstanceConfig::name).toList();
        for (var known :
                Objects.requireNonNull(recall.known.vrrp()).holds().byInstance().values()) {
            var until = expected(recall, known.until());
            if (until != null
                    && names.contains(known.instance())
                    && until.nanos() > recall.turn.recorded().at().nanos() + SECOND) {
                var found = now.holds().byInstance().get(known.instance());
                if (found == null
                        || found.kind() != known.kind()
                        || Math.abs(found.until().nanos() - until.nanos()) > SECOND) {
                    throw recall.violation(known + " is now " + found + ", expected until " + until);
                }
            }
        }
    }

    /** Whether nothing adds to its weights that is asked for anew. */
    private static boolean isCheckedAlone(VirtualServerConfig server) {
        return server.realServers().stream()
                .flatMap(r -> r.checkers().stream())
                .noneMatch(c -> c.check() instanceof Check.File || c.check() instanceof Check.Misc);
    }

    /** Whether no checker is without a check what it would not begin as: {@code alpha} came or went by a reload. */
    private static boolean isProved(VirtualServerConfig server, List<List<CheckerState>> known) {
        for (int r = 0; r < server.realServers().size(); r++) {
            var checkers = server.realServers().get(r).checkers();
            for (int c = 0; c < checkers.size(); c++) {
                var state = known.get(r).get(c);
                if (!state.proved() && state.good() == checkers.get(c).alpha()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isThere(List<VirtualServerConfig> servers, Drain drain) {
        var real = drain.real();
        return servers.stream()
                .anyMatch(s -> s.name().equals(drain.server()) && (real == null || HealthTable.realOf(s, real) >= 0));
    }

    private static void checkers(
            Recall recall, VirtualServerConfig was, int placeBefore, VirtualServerConfig server, int place) {
        for (int r = 0; r < server.realServers().size(); r++) {
            var real = server.realServers().get(r);
            int before = HealthTable.realOf(was, real.endpoint());
            var asked = before < 0 ? null : was.realServers().get(before).checkers();
            for (int c = 0;
                    asked != null && c < Math.min(asked.size(), real.checkers().size());
                    c++) {
                var id = new CheckerId(server.name(), real.endpoint(), c);
                var known = recall.known
                        .health()
                        .at(placeBefore)
                        .reals()
                        .get(before)
                        .get(c);
                boolean good = known.good();
                boolean isGood =
                        recall.now.health().at(place).reals().get(r).get(c).good();
                boolean same = !recall.run.heard.contains(id)
                        && (known.proved() || good != real.checkers().get(c).alpha())
                        && asked.get(c).alpha() == real.checkers().get(c).alpha()
                        && SettingsChangeInPlace.asksTheSame(
                                asked.get(c), real.checkers().get(c));
                if (same && good != isGood) {
                    throw recall.violation(id + " was " + (good ? "good" : "bad") + " when the last run ended and is "
                            + (isGood ? "good" : "bad"));
                }
            }
        }
    }

    private static void drain(Recall recall, Drain known) {
        var until = expected(recall, known.until());
        if (until == null) {
            return;
        }
        long now = recall.turn.recorded().at().nanos();
        var found = Objects.requireNonNull(recall.now.director()).drains().stream()
                .filter(d -> d.server().equals(known.server()) && Objects.equals(d.real(), known.real()))
                .findFirst();
        if (found.isEmpty() && until.nanos() > now + SECOND) {
            throw recall.violation("the drain of " + known.server() + " " + known.real() + " is forgotten");
        }
        if (found.isPresent()
                && Math.abs(found.get().until().nanos() - until.nanos()) > SECOND
                && until.nanos() > now + SECOND) {
            throw recall.violation("the drain of " + known.server() + " " + known.real() + " ends "
                    + found.get().until() + ", expected " + until);
        }
    }

    /** When a drain ends by the clock of this run; null where somebody set the wall clock, also while the machine was off, and nothing can be said. */
    private static @Nullable Moment expected(Recall recall, Moment until) {
        boolean sameBoot = recall.known.boot().equals(recall.now.boot());
        if (sameBoot || until.equals(Moment.NEVER)) {
            return until;
        }
        var before = recall.run.before;
        var last = before == null ? null : before.last;
        if (last == null || before == null || before.stepped || recall.run.stepped) {
            return null;
        }
        long wall = Duration.between(last.wall(), recall.turn.recorded().wall()).toNanos();
        if (wall < 0) {
            return null;
        }
        return new Moment(
                recall.turn.recorded().at().nanos() + until.nanos() - last.at().nanos() - wall);
    }
}
