package io.keepsake.core.health;

import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The checkers of one virtual server.
 *
 * @param reals in the order of the configuration, each the states of its checkers in their order
 */
public record ServerHealth(List<List<CheckerState>> reals) {
    public ServerHealth {
        reals = List.copyOf(reals);
    }

    static ServerHealth of(VirtualServerConfig server) {
        return new ServerHealth(
                server.realServers().stream().map(ServerHealth::first).toList());
    }

    private static List<CheckerState> first(RealServerConfig real) {
        return real.checkers().stream().map(CheckerState::first).toList();
    }

    static ServerHealth steadyOf(VirtualServerConfig server) {
        return new ServerHealth(server.realServers().stream()
                .map(real ->
                        real.checkers().stream().map(CheckerState::steadyOf).toList())
                .toList());
    }

    CheckerState checker(int real, int number) {
        return reals.get(real).get(number);
    }

    ServerHealth with(int real, int number, CheckerState state) {
        var checkers = new ArrayList<>(reals.get(real));
        checkers.set(number, state);
        var all = new ArrayList<>(reals);
        all.set(real, List.copyOf(checkers));
        return new ServerHealth(all);
    }

    /** The health of the same virtual server under another configuration. */
    ServerHealth reloaded(VirtualServerConfig before, VirtualServerConfig after) {
        if (before.realServers().equals(after.realServers())) {
            return this;
        }
        return new ServerHealth(
                after.realServers().stream().map(real -> kept(before, real)).toList());
    }

    private List<CheckerState> kept(VirtualServerConfig before, RealServerConfig real) {
        int place = HealthTable.realOf(before, real.endpoint());
        if (place < 0) {
            return first(real);
        }
        var left = new ArrayList<>(before.realServers().get(place).checkers());
        var states = new ArrayList<>(reals.get(place));
        return real.checkers().stream()
                .map(checker -> take(checker, left, states))
                .toList();
    }

    /** The state of a checker configured just like this one, or a first one. */
    private static CheckerState take(CheckerConfig checker, List<CheckerConfig> left, List<CheckerState> states) {
        int at = left.indexOf(checker);
        if (at < 0) {
            return CheckerState.first(checker);
        }
        left.remove(at);
        return states.remove(at);
    }

    /** Whether none of a real server's checkers is bad. */
    public boolean alive(int real) {
        for (var checker : reals.get(real)) {
            if (!checker.good()) {
                return false;
            }
        }
        return true;
    }

    boolean allGood() {
        for (int i = 0; i < reals.size(); i++) {
            if (!alive(i)) {
                return false;
            }
        }
        return true;
    }

    /** The error of the first checker that is bad; empty when none is. */
    public String why(int real) {
        return reals.get(real).stream()
                .filter(c -> !c.good())
                .map(CheckerState::why)
                .findFirst()
                .orElse("");
    }

    boolean steady(VirtualServerConfig server) {
        for (int r = 0; r < reals.size(); r++) {
            var configs = server.realServers().get(r).checkers();
            for (int c = 0; c < configs.size(); c++) {
                if (!checker(r, c).steady(configs.get(c))) {
                    return false;
                }
            }
        }
        return true;
    }
}
