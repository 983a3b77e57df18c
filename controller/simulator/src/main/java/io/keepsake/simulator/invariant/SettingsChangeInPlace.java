package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reload changes settings in place: a checker that asks the same of the same server keeps its verdict, whatever its
 * rhythm, its retries, {@code warmup} and {@code alpha} are now; an instance that stands where it stood keeps its role,
 * whatever its priority, its timers and the address are that it sends from to its group (to peers it is told apart by it). In the turn of the reload: no bound.
 */
final class SettingsChangeInPlace implements OfDirector {
    private static final String NAME = "SettingsChangeInPlace";

    @Override
    public void after(DirectorTurn turn) {
        var before = turn.before();
        if (!(turn.event() instanceof ConfigAccepted) || before.configured() == null || before.stopping()) {
            return;
        }
        for (var server : turn.config().virtualServers()) {
            checkers(turn, server);
        }
        for (var instance : turn.config().instances()) {
            role(turn, instance);
        }
    }

    private static void checkers(DirectorTurn turn, VirtualServerConfig server) {
        var was = server(turn.before(), server);
        if (was == null) {
            return;
        }
        var health = turn.before().health().at(turn.before().health().place(server.name()));
        var now = turn.after().health().at(turn.after().health().place(server.name()));
        for (int r = 0; r < server.realServers().size(); r++) {
            var real = server.realServers().get(r);
            int place = HealthTable.realOf(was, real.endpoint());
            var before = place < 0 ? null : was.realServers().get(place).checkers();
            for (int c = 0;
                    before != null
                            && c < Math.min(before.size(), real.checkers().size());
                    c++) {
                boolean same = asksTheSame(before.get(c), real.checkers().get(c));
                boolean good = health.reals().get(place).get(c).good();
                if (same && now.reals().get(r).get(c).good() != good) {
                    throw turn.violation(
                            NAME,
                            server.name() + " " + real.endpoint() + " check " + c + " was " + word(good)
                                    + " and is not any more: a reload changed its settings");
                }
            }
        }
    }

    private static String word(boolean good) {
        return good ? "good" : "bad";
    }

    static @Nullable VirtualServerConfig server(NodeState state, VirtualServerConfig like) {
        var director = state.director();
        return director == null
                ? null
                : director.config().virtualServers().stream()
                        .filter(s -> s.name().equals(like.name()))
                        .findFirst()
                        .orElse(null);
    }

    /** What makes it the same checker: what is asked, of whom, on which way. A file has no memory, and is left out. */
    static boolean asksTheSame(CheckerConfig one, CheckerConfig other) {
        return one.local().equals(other.local())
                && (one.check() instanceof Check.Misc a && other.check() instanceof Check.Misc b
                        ? a.script().equals(b.script())
                        : !(one.check() instanceof Check.File) && one.check().equals(other.check()));
    }

    private static void role(DirectorTurn turn, InstanceConfig instance) {
        var was = turn.before().vrrp();
        var is = turn.after().vrrp();
        var before = was == null
                ? null
                : was.config().instances().stream()
                        .filter(i -> i.name().equals(instance.name()) && standsThere(i, instance))
                        .findFirst()
                        .orElse(null);
        if (was == null || is == null || before == null) {
            return;
        }
        var from = was.state(instance.name()).role();
        var to = is.state(instance.name()).role();
        if (was.state(instance.name()) instanceof Stopped) {
            return; // it handed over for a reload that did not come to be in force, and begins anew
        }
        // what it waited for may be another script now, which nobody waits for, or be over while the director stood
        // still
        boolean over = turn.turn().recorded().at().reaches(was.deadline());
        boolean waited = from == Role.INIT
                && (over
                        || !was.config().vrrpScripts().isEmpty()
                        || !was.config().trackFiles().isEmpty()
                        || !was.config().trackProcesses().isEmpty());
        if (from != to && !waited && !goesWithMates(turn, instance) && from != Role.FAULT && to != Role.FAULT) {
            throw turn.violation(NAME, instance.name() + " was " + from + " and is " + to + " by a reload");
        }
    }

    /** It is in a sync group now with one that was no master before. */
    private static boolean goesWithMates(DirectorTurn turn, InstanceConfig instance) {
        var was = turn.before().vrrp();
        return was != null
                && turn.config().syncGroups().stream()
                        .filter(group -> group.members().contains(instance.name()))
                        .flatMap(group -> group.members().stream())
                        .anyMatch(mate -> was.config().instances().stream()
                                .noneMatch(i ->
                                        i.name().equals(mate) && was.state(mate).role() == Role.MASTER));
    }

    private static boolean standsThere(InstanceConfig one, InstanceConfig other) {
        return one.link().equals(other.link())
                && one.vrid().equals(other.vrid())
                && one.family() == other.family()
                && one.unicast() == other.unicast()
                && (one.unicast()
                        ? Objects.equals(one.source(), other.source())
                        : one.group().equals(other.group()));
    }
}
