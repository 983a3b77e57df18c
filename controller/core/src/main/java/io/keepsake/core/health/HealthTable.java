package io.keepsake.core.health;

import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Effect.PaceCheck;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.OperatorEvent.FailedChecker;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.VirtualServerName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every checker of every real server. Immutable; versions share what is the same. A result that changes nothing gives
 * back the same object: thousands of good checks a second cost nothing here.
 */
public final class HealthTable {
    private final List<VirtualServerConfig> servers;
    private final Map<VirtualServerName, Integer> places;
    private final List<ServerHealth> states;

    private HealthTable(
            List<VirtualServerConfig> servers, Map<VirtualServerName, Integer> places, List<ServerHealth> states) {
        this.servers = servers;
        this.places = places;
        this.states = states;
    }

    /** The health of no server at all. */
    public static final HealthTable EMPTY = new HealthTable(List.of(), Map.of(), List.of());

    /** Every checker of {@code config} as it begins. */
    public static HealthTable of(ControllerConfig config) {
        return EMPTY.reloaded(config);
    }

    /** The table for another configuration: a checker that is configured as before stays as it is. */
    public HealthTable reloaded(ControllerConfig config) {
        var next = new ArrayList<ServerHealth>();
        for (var server : config.virtualServers()) {
            var place = places.get(server.name());
            var before = place == null ? null : servers.get(place);
            next.add(
                    place == null || before == null
                            ? ServerHealth.of(server)
                            : states.get(place).reloaded(before, server));
        }
        return of(config.virtualServers(), next);
    }

    static HealthTable of(List<VirtualServerConfig> servers, List<ServerHealth> states) {
        var places = new HashMap<VirtualServerName, Integer>();
        for (int i = 0; i < servers.size(); i++) {
            places.put(servers.get(i).name(), i);
        }
        return new HealthTable(servers, places, List.copyOf(states));
    }

    List<VirtualServerConfig> servers() {
        return servers;
    }

    /** The health of the virtual server at this place of the configuration. */
    public ServerHealth at(int place) {
        return states.get(place);
    }

    /** The place of a virtual server in the configuration; -1 for one that is not configured. */
    public int place(VirtualServerName name) {
        return places.getOrDefault(name, -1);
    }

    private record Spot(int place, int real, CheckerConfig config) {}

    private @Nullable Spot find(CheckerId id) {
        int place = place(id.server());
        if (place < 0) {
            return null;
        }
        int real = realOf(servers.get(place), id.real());
        var checkers = real < 0
                ? List.<CheckerConfig>of()
                : servers.get(place).realServers().get(real).checkers();
        return id.number() < checkers.size() ? new Spot(place, real, checkers.get(id.number())) : null;
    }

    /** The place of a real server in its virtual server's configuration; -1 for one that is not there. */
    public static int realOf(VirtualServerConfig server, Endpoint real) {
        for (int i = 0; i < server.realServers().size(); i++) {
            if (server.realServers().get(i).endpoint().equals(real)) {
                return i;
            }
        }
        return -1;
    }

    /** A result; one of a checker that is not configured any more is passed over. */
    public Step<HealthTable> after(HealthEvent event, long index) {
        var spot = find(event.checker());
        if (spot == null) {
            return Step.to(this);
        }
        int number = event.checker().number();
        var before = states.get(spot.place()).checker(spot.real(), number);
        var next = CheckerRules.after(spot.config(), before, event, index);
        if (next.equals(before)) {
            return Step.to(this);
        }
        var step = Step.to(with(spot.place(), states.get(spot.place()).with(spot.real(), number, next)));
        long pace = CheckerRules.paceNanos(spot.config(), next);
        if (pace != CheckerRules.paceNanos(spot.config(), before)) {
            step = step.signal(new PaceCheck(event.checker(), pace));
        }
        var decision = decision(event.checker(), spot.config(), before, next);
        return decision == null ? step : step.decided(decision);
    }

    private static @Nullable Decision decision(
            CheckerId id, CheckerConfig config, CheckerState before, CheckerState after) {
        if (before.good() == after.good()) {
            return null;
        }
        return after.good()
                ? new Decision.CheckerRecovered(id, before.passes() + 1)
                : new Decision.CheckerFailed(
                        id, after.failures(), CheckerRules.allowed(config, before), after.firstFailure());
    }

    private HealthTable with(int place, ServerHealth changed) {
        var next = new ArrayList<>(states);
        next.set(place, changed);
        return new HealthTable(servers, places, List.copyOf(next));
    }

    /** With checkers that were bad when the last run ended, unless this run has checked them already. */
    public Step<HealthTable> recalled(List<FailedChecker> failed) {
        var step = Step.to(this);
        for (var one : failed) {
            step = step.next().recalled(one, step);
        }
        return step;
    }

    private Step<HealthTable> recalled(FailedChecker failed, Step<HealthTable> step) {
        var id = failed.checker();
        var spot = find(id);
        if (spot == null) {
            return step;
        }
        var server = states.get(spot.place());
        var state = server.checker(spot.real(), id.number());
        if (state.proved() || !state.good()) {
            return step;
        }
        var down = CheckerState.recalled(spot.config(), failed.why());
        var next = step.toward(with(spot.place(), server.with(spot.real(), id.number(), down)));
        long pace = CheckerRules.paceNanos(spot.config(), down);
        return pace == CheckerRules.paceNanos(spot.config(), state) ? next : next.signal(new PaceCheck(id, pace));
    }

    /** The checkers that are bad and were not always so. */
    public List<FailedChecker> failed() {
        var failed = new ArrayList<FailedChecker>();
        for (int i = 0; i < servers.size(); i++) {
            if (!states.get(i).allGood()) {
                addFailed(servers.get(i), states.get(i), failed);
            }
        }
        return failed;
    }

    private static void addFailed(VirtualServerConfig server, ServerHealth health, List<FailedChecker> failed) {
        for (int r = 0; r < server.realServers().size(); r++) {
            RealServerConfig real = server.realServers().get(r);
            for (int c = 0; c < real.checkers().size(); c++) {
                var state = health.checker(r, c);
                if (!state.good() && !state.why().equals(CheckerState.UNPROVED)) {
                    failed.add(new FailedChecker(new CheckerId(server.name(), real.endpoint(), c), state.why()));
                }
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HealthTable table && servers.equals(table.servers) && states.equals(table.states);
    }

    @Override
    public int hashCode() {
        return states.hashCode();
    }
}
