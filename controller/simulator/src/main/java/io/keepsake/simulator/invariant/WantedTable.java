package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.health.CheckerState;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What should stand in the IPVS table for one virtual server, written down a second time: a function of its configuration,
 * of the verdicts and demands of its checkers, of the drains, and of its quorum.
 */
final class WantedTable {
    private static final int WEIGHT_MAX = 65_535;

    private final VirtualServerConfig server;
    private final List<List<CheckerState>> checkers;
    private final List<Drain> drains;
    private final boolean quorum;

    private WantedTable(
            VirtualServerConfig server, List<List<CheckerState>> checkers, List<Drain> drains, boolean quorum) {
        this.server = server;
        this.checkers = checkers;
        this.drains = drains;
        this.quorum = quorum;
    }

    /** Of the virtual server at this place of the configuration. */
    static WantedTable of(NodeState state, DirectorTable director, int place) {
        return new WantedTable(
                director.config().virtualServers().get(place),
                state.health().at(place).reals(),
                director.drains(),
                director.states().get(place).quorum());
    }

    VirtualServerConfig server() {
        return server;
    }

    boolean quorum() {
        return quorum;
    }

    boolean alive(int real) {
        for (var checker : checkers.get(real)) {
            if (!checker.good()) {
                return false;
            }
        }
        return true;
    }

    private boolean drained(Endpoint real) {
        return !drains.isEmpty()
                && drains.stream()
                        .anyMatch(d -> d.server().equals(server.name()) && (d.real() == null || real.equals(d.real())));
    }

    private int weight(int place) {
        var real = server.realServers().get(place);
        if (drained(real.endpoint())) {
            return 0;
        }
        long sum = real.weight();
        for (int i = 0; i < real.checkers().size(); i++) {
            sum += demand(
                    real,
                    real.checkers().get(i).check(),
                    checkers.get(place).get(i).asked());
        }
        return (int) Math.max(0, Math.min(WEIGHT_MAX, sum));
    }

    /** What a checker adds: a file its number times its factor, a script the difference to what it asks for. */
    private static long demand(RealServerConfig real, Check check, long asked) {
        if (check instanceof Check.File file) {
            return (file.reverse() ? -1 : 1) * asked * file.weight();
        }
        return check instanceof Check.Misc && asked >= 0 ? asked - real.weight() : 0;
    }

    /** What the living weigh together. */
    long weight() {
        long sum = 0;
        for (int i = 0; i < server.realServers().size(); i++) {
            sum += alive(i) ? weight(i) : 0;
        }
        return sum;
    }

    SortedMap<Endpoint, Destination> destinations() {
        var wanted = new TreeMap<Endpoint, Destination>();
        for (int i = 0; i < server.realServers().size(); i++) {
            var destination = destination(i);
            if (destination != null) {
                wanted.put(destination.endpoint(), destination);
            }
        }
        var sorry = server.sorry();
        if (sorry != null && !quorum) {
            wanted.put(sorry.endpoint(), destination(sorry.endpoint(), sorry.forwarding(), 1));
        } else if (sorry != null && sorry.inhibit()) {
            wanted.putIfAbsent(sorry.endpoint(), destination(sorry.endpoint(), sorry.forwarding(), 0));
        }
        return wanted;
    }

    private @Nullable Destination destination(int place) {
        var real = server.realServers().get(place);
        boolean serves = alive(place) && (quorum || server.sorry() == null);
        boolean finishes = alive(place) && drained(real.endpoint());
        return serves || finishes || real.inhibit()
                ? new Destination(
                        real.endpoint(), real.forwarding(), serves ? weight(place) : 0, real.upper(), real.lower())
                : null;
    }

    private static Destination destination(Endpoint at, Forwarding forwarding, int weight) {
        return new Destination(at, forwarding, weight, 0, 0);
    }
}
