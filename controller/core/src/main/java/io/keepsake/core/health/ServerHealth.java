package io.keepsake.core.health;

import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import java.util.ArrayList;
import java.util.Arrays;
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

    static ServerHealth of(VirtualServerConfig server, long incarnation) {
        return new ServerHealth(server.realServers().stream()
                .map(real -> first(real, incarnation))
                .toList());
    }

    private static List<CheckerState> first(RealServerConfig real, long incarnation) {
        return real.checkers().stream()
                .map(checker -> CheckerState.first(checker, incarnation))
                .toList();
    }

    static ServerHealth steadyOf(VirtualServerConfig server, long incarnation) {
        return new ServerHealth(server.realServers().stream()
                .map(real -> real.checkers().stream()
                        .map(checker -> CheckerState.steadyOf(checker, incarnation))
                        .toList())
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

    /** The health of the same virtual server under another configuration, accepted with this index. */
    ServerHealth reloaded(VirtualServerConfig before, VirtualServerConfig after, long index) {
        if (before.realServers().equals(after.realServers())) {
            return this;
        }
        return new ServerHealth(after.realServers().stream()
                .map(real -> kept(before, real, index))
                .toList());
    }

    private List<CheckerState> kept(VirtualServerConfig before, RealServerConfig real, long index) {
        int place = HealthTable.realOf(before, real.endpoint());
        if (place < 0) {
            return first(real, index);
        }
        var earlier = before.realServers().get(place).checkers();
        int[] from = sources(earlier, real.checkers());
        var states = new ArrayList<CheckerState>(from.length);
        for (int i = 0; i < from.length; i++) {
            var config = real.checkers().get(i);
            if (from[i] < 0) {
                states.add(CheckerState.first(config, index));
            } else {
                var state = checker(place, from[i]);
                states.add(state.under(earlier.get(from[i]), config, from[i] == i ? state.incarnation() : index));
            }
        }
        return List.copyOf(states);
    }

    /** For each checker the place at which the same one stood before, or -1; one in its old place stays there. */
    private static int[] sources(List<CheckerConfig> before, List<CheckerConfig> after) {
        int[] from = new int[after.size()];
        var free = new boolean[before.size()];
        Arrays.fill(from, -1);
        Arrays.fill(free, true);
        for (int i = 0; i < Math.min(from.length, free.length); i++) {
            if (same(before.get(i), after.get(i))) {
                from[i] = i;
                free[i] = false;
            }
        }
        for (int i = 0; i < from.length; i++) {
            for (int j = 0; j < free.length && from[i] < 0; j++) {
                if (free[j] && same(before.get(j), after.get(i))) {
                    from[i] = j;
                    free[j] = false;
                }
            }
        }
        return from;
    }

    private static boolean same(CheckerConfig one, CheckerConfig other) {
        return one.identity().equals(other.identity());
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

    /** That of all its checkers, when they are {@link #steady}; 0 when it has none. */
    long incarnation() {
        return reals.stream()
                .flatMap(List::stream)
                .mapToLong(CheckerState::incarnation)
                .findFirst()
                .orElse(0);
    }

    /** Whether every checker is steady, and all of them of one incarnation. */
    boolean steady(VirtualServerConfig server) {
        long incarnation = incarnation();
        for (int r = 0; r < reals.size(); r++) {
            var configs = server.realServers().get(r).checkers();
            for (int c = 0; c < configs.size(); c++) {
                var state = checker(r, c);
                if (state.incarnation() != incarnation || !state.steady(configs.get(c))) {
                    return false;
                }
            }
        }
        return true;
    }
}
