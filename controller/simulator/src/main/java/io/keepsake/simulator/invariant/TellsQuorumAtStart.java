package io.keepsake.simulator.invariant;

import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.value.Script;
import io.keepsake.core.value.VirtualServerName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * To be so from the beginning and to cease to be are changes too: whoever has a quorum when it is checked at for the first
 * time in a run runs {@code quorum_up} in that turn, as keepalived does; and a reload that takes away a virtual server with
 * a quorum runs {@code quorum_down}, one that takes away a living real server {@code notify_down}.
 */
final class TellsQuorumAtStart implements OfDirector {
    private static final String NAME = "TellsQuorumAtStart";
    private final Set<VirtualServerName> checked = new HashSet<>();

    @Override
    public void after(DirectorTurn turn) {
        if (turn.event() instanceof ConfigAccepted && !turn.before().stopping()) {
            gone(turn);
        }
        var director = turn.after().director();
        if (turn.sameServers()
                || director == null
                || !director.started()
                || turn.after().stopping()
                || turn.event() instanceof StopRequested) {
            return;
        }
        var scripts = scripts(turn);
        for (int i = 0; i < director.states().size(); i++) {
            var server = director.config().virtualServers().get(i);
            boolean first = checked.add(server.name());
            var up = server.quorumUp();
            if (first && up != null && director.states().get(i).quorum() && !scripts.remove(up)) {
                throw turn.violation(NAME, server.name() + " has its quorum from the beginning and runs no " + up);
            }
        }
        checked.removeIf(name -> turn.after().health().place(name) < 0);
    }

    private static List<Script> scripts(DirectorTurn turn) {
        var scripts = new ArrayList<Script>();
        for (var effect : turn.turn().effects()) {
            if (effect instanceof RunScript run) {
                scripts.add(run.script());
            }
        }
        return scripts;
    }

    private static void gone(DirectorTurn turn) {
        var before = turn.before().director();
        if (before == null || !before.started()) {
            return;
        }
        var scripts = scripts(turn);
        for (int i = 0; i < before.states().size(); i++) {
            var was = before.config().virtualServers().get(i);
            var is = SettingsChangeInPlace.server(turn.after(), was);
            var down = was.quorumDown();
            if (is == null && down != null && before.states().get(i).quorum() && !scripts.remove(down)) {
                throw turn.violation(NAME, was.name() + " is not configured any more and runs no " + down);
            }
            if (is != null) {
                reals(turn, was, is, scripts, i);
            }
        }
    }

    private static void reals(
            DirectorTurn turn, VirtualServerConfig was, VirtualServerConfig is, List<Script> scripts, int place) {
        for (int r = 0; r < was.realServers().size(); r++) {
            RealServerConfig real = was.realServers().get(r);
            @Nullable Script down = real.notifyDown();
            boolean alive = turn.before().health().at(place).alive(r);
            if (down != null && alive && HealthTable.realOf(is, real.endpoint()) < 0 && !scripts.remove(down)) {
                throw turn.violation(NAME, real.endpoint() + " is not configured any more and runs no " + down);
            }
        }
    }
}
