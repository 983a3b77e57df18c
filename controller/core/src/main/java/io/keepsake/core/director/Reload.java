package io.keepsake.core.director;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.health.HealthTable;
import java.util.ArrayList;
import java.util.List;

/** From the virtual servers of one configuration to those of another. */
final class Reload {
    private final DirectorTable before;
    private final ControllerConfig config;
    private final HealthTable healthBefore;
    private final HealthTable healthAfter;
    private final List<ServerState> states = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();

    private Reload(DirectorTable before, ControllerConfig config, HealthTable healthBefore, HealthTable healthAfter) {
        this.before = before;
        this.config = config;
        this.healthBefore = healthBefore;
        this.healthAfter = healthAfter;
    }

    static Step<DirectorTable> of(
            DirectorTable before, ControllerConfig config, HealthTable healthBefore, HealthTable healthAfter) {
        var reload = new Reload(before, config, healthBefore, healthAfter);
        reload.removed();
        config.virtualServers().forEach(reload::kept);
        var drains = before.drains().stream()
                .filter(d -> healthAfter.place(d.server()) >= 0)
                .toList();
        var next = new DirectorTable(config, before.started(), before.startBy(), reload.states, drains);
        return new Step<>(next, reload.decisions, reload.signals);
    }

    private void removed() {
        for (int i = 0; i < before.states().size(); i++) {
            var server = before.config().virtualServers().get(i);
            if (healthAfter.place(server.name()) < 0) {
                var rules = new ServerRules(before.config(), server);
                if (before.started()) {
                    before.reals(i, healthBefore).forEach(rules::gone);
                    rules.goneQuorum(before.states().get(i).quorum());
                }
                take(rules);
                decisions.add(new Decision.VirtualServerRemoved(server.name()));
            }
        }
    }

    private void kept(VirtualServerConfig server) {
        int place = healthBefore.place(server.name());
        int next = healthAfter.place(server.name());
        if (place < 0) {
            added(server, next);
        } else if (!before.started() || unchanged(server, place, next)) {
            states.add(before.states().get(place));
        } else {
            var rules = new ServerRules(config, server);
            var reals = RealView.of(server, healthAfter.at(next), before.drains());
            rules.compare(before.reals(place, healthBefore), reals, "configuration");
            var state = before.states().get(place);
            states.add(state.quorum(rules.quorum(reals, state.quorum())));
            take(rules);
        }
    }

    /** Most of a large configuration is as it was. */
    private boolean unchanged(VirtualServerConfig server, int place, int next) {
        return before.config().virtualServers().get(place).equals(server)
                && healthBefore.at(place).equals(healthAfter.at(next));
    }

    private void added(VirtualServerConfig server, int next) {
        decisions.add(new Decision.VirtualServerAdded(server.name()));
        if (!before.started()) {
            states.add(ServerState.FIRST);
            return;
        }
        var rules = new ServerRules(config, server);
        var reals = RealView.of(server, healthAfter.at(next), before.drains());
        rules.begin(reals);
        states.add(ServerState.FIRST.quorum(rules.firstQuorum(reals, false)));
        take(rules);
    }

    private void take(ServerRules rules) {
        decisions.addAll(rules.decisions());
        signals.addAll(rules.signals());
    }
}
