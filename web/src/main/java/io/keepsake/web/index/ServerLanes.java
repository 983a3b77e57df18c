package io.keepsake.web.index;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.VirtualServerName;

/** The lanes of virtual and real servers where no decision tells of them: at a beginning. */
final class ServerLanes {
    private final RunIndex run;
    private final long micros;
    private final long index;

    ServerLanes(RunIndex run, long micros, long index) {
        this.run = run;
        this.micros = micros;
        this.index = index;
    }

    /** What a first configuration means: in the table until a check fails, unless {@code alpha} says otherwise. */
    void configured(ControllerConfig config) {
        for (var server : config.virtualServers()) {
            first(new Lane(Lane.Kind.QUORUM, server.name().value(), ""), Lane.YES);
            for (var real : server.realServers()) {
                first(lane(server.name(), real.endpoint()), unproved(real) ? Lane.NO : Lane.YES);
            }
        }
    }

    private static boolean unproved(RealServerConfig real) {
        return real.checkers().stream().anyMatch(c -> c.alpha() && !(c.check() instanceof Check.File));
    }

    private void first(Lane lane, int state) {
        if (run.lane(lane) == null) {
            run.enter(lane, micros, index, state);
        }
    }

    /** What was down when the last run ended is down. */
    void recalled(Leftovers leftovers) {
        for (var failed : leftovers.failed()) {
            run.enter(lane(failed.checker().server(), failed.checker().real()), micros, index, Lane.NO);
        }
    }

    /** What a checkpoint says. */
    void all(NodeState state) {
        var director = state.director();
        if (director == null) {
            return;
        }
        var servers = director.config().virtualServers();
        for (int i = 0; i < servers.size(); i++) {
            var name = servers.get(i).name();
            boolean quorum = director.states().get(i).quorum();
            run.enter(new Lane(Lane.Kind.QUORUM, name.value(), ""), micros, index, quorum ? Lane.YES : Lane.NO);
            director.reals(i, state.health())
                    .forEach((real, view) ->
                            run.enter(lane(name, real), micros, index, view.alive() ? Lane.YES : Lane.NO));
        }
    }

    private static Lane lane(VirtualServerName server, Endpoint real) {
        return new Lane(Lane.Kind.SERVER, real.toString(), server.value());
    }
}
