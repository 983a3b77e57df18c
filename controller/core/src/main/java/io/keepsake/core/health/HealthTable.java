package io.keepsake.core.health;

import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Effect.PaceCheck;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.OperatorEvent.FailedChecker;
import io.keepsake.core.event.OperatorEvent.GoodChecker;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.PagedList;
import io.keepsake.core.value.VirtualServerName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every checker of every real server. Immutable; versions share what is the same. A result that changes nothing gives
 * back the same object: thousands of good checks a second cost nothing here.
 */
public final class HealthTable {
    private final List<VirtualServerConfig> servers;
    private final Map<VirtualServerName, Integer> places;
    private final PagedList<ServerHealth> states;

    private HealthTable(
            List<VirtualServerConfig> servers, Map<VirtualServerName, Integer> places, PagedList<ServerHealth> states) {
        this.servers = servers;
        this.places = places;
        this.states = states;
    }

    /** The health of no server at all. */
    public static final HealthTable EMPTY = of(List.of(), List.of());

    /** Every checker of {@code config}, which was accepted with this index, as it begins. */
    public static HealthTable of(ControllerConfig config, long index) {
        return EMPTY.reloaded(config, index).next();
    }

    /**
     * The table for another configuration, accepted with this index: a checker with the same {@linkplain
     * CheckerConfig#identity() identity} stays as it is, at the pace that its settings ask for now.
     */
    public Step<HealthTable> reloaded(ControllerConfig config, long index) {
        var next = new ArrayList<ServerHealth>(config.virtualServers().size());
        for (var server : config.virtualServers()) {
            int place = place(server.name());
            next.add(
                    place < 0
                            ? ServerHealth.of(server, index)
                            : states.get(place).reloaded(servers.get(place), server, index));
        }
        var table = of(config.virtualServers(), next);
        return new Step<>(table, List.of(), table.paces(this));
    }

    /** What the probes must be told of their pace, who know only where each checker begins. */
    private List<Signal> paces(HealthTable before) {
        var signals = new ArrayList<Signal>();
        for (int i = 0; i < servers.size(); i++) {
            int place = before.place(servers.get(i).name());
            if (place >= 0
                    && !servers.get(i)
                            .realServers()
                            .equals(before.servers.get(place).realServers())) {
                addPaces(before, i, signals);
            }
        }
        return signals;
    }

    private void addPaces(HealthTable before, int place, List<Signal> signals) {
        var server = servers.get(place);
        for (int r = 0; r < server.realServers().size(); r++) {
            var real = server.realServers().get(r);
            for (int c = 0; c < real.checkers().size(); c++) {
                var id = new CheckerId(server.name(), real.endpoint(), c);
                var config = real.checkers().get(c);
                var state = states.get(place).checker(r, c);
                long pace = CheckerRules.paceNanos(config, state);
                if (pace != before.paceNanos(id, state.incarnation(), config.delayLoopNanos())) {
                    signals.add(new PaceCheck(id, pace));
                }
            }
        }
    }

    /** The pace of a checker; {@code otherwise} when it is not of this incarnation here. */
    private long paceNanos(CheckerId id, long incarnation, long otherwise) {
        var found = find(id);
        if (found == null) {
            return otherwise;
        }
        var state = states.get(found.place()).checker(found.real(), id.number());
        return state.incarnation() == incarnation ? CheckerRules.paceNanos(found.config(), state) : otherwise;
    }

    static HealthTable of(List<VirtualServerConfig> servers, List<ServerHealth> states) {
        var places = HashMap.<VirtualServerName, Integer>newHashMap(servers.size());
        for (int i = 0; i < servers.size(); i++) {
            places.put(servers.get(i).name(), i);
        }
        return new HealthTable(servers, places, PagedList.copyOf(states));
    }

    /** The incarnation of a checker, which its results must carry; 0 for one that is not configured. */
    public long incarnation(CheckerId id) {
        var found = find(id);
        return found == null
                ? 0
                : states.get(found.place()).checker(found.real(), id.number()).incarnation();
    }

    /** Whether a check of this checker has succeeded, in this run or as the journal says. */
    public boolean proved(CheckerId id) {
        var found = find(id);
        return found != null
                && states.get(found.place()).checker(found.real(), id.number()).proved();
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

    private record CheckerPlace(int place, int real, CheckerConfig config) {}

    private @Nullable CheckerPlace find(CheckerId id) {
        int place = place(id.server());
        if (place < 0) {
            return null;
        }
        int real = realOf(servers.get(place), id.real());
        var checkers = real < 0
                ? List.<CheckerConfig>of()
                : servers.get(place).realServers().get(real).checkers();
        return id.number() < checkers.size() ? new CheckerPlace(place, real, checkers.get(id.number())) : null;
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

    /** A result; one of a checker that is not configured any more, or was another then, is passed over. */
    public Step<HealthTable> after(HealthEvent event, long index) {
        var found = find(event.checker());
        if (found == null) {
            return Step.to(this);
        }
        int number = event.checker().number();
        var before = states.get(found.place()).checker(found.real(), number);
        if (event.incarnation() != 0 && event.incarnation() != before.incarnation()) {
            return Step.to(this);
        }
        var next = CheckerRules.after(found.config(), before, event, index);
        if (next.equals(before)) {
            return Step.to(this);
        }
        long pace = CheckerRules.paceNanos(found.config(), next);
        var step = Step.to(with(found.place(), states.get(found.place()).with(found.real(), number, next)));
        if (pace == 0 || pace != CheckerRules.paceNanos(found.config(), before)) {
            step = step.signal(new PaceCheck(event.checker(), pace));
        }
        var decision = decision(event.checker(), found.config(), before, next);
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
        return new HealthTable(servers, places, states.with(place, changed));
    }

    /**
     * With what the last run knew, but for checkers of which this run has found out something itself: who was bad stays
     * out until a check lets it in, who was good need not prove it again.
     */
    public Step<HealthTable> recalled(Leftovers leftovers) {
        var next = new ArrayList<>(states);
        var signals = new ArrayList<Signal>();
        for (var one : leftovers.failed()) {
            var id = one.checker();
            recall(id, next, signals, (config, state) -> state.recalledBad(config, one.why()));
        }
        for (var server : leftovers.servers()) {
            for (var one : server.good()) {
                var id = new CheckerId(server.server(), one.real(), one.number());
                recall(id, next, signals, (config, state) -> state.recalledGood(config, one.asked()));
            }
        }
        return new Step<>(new HealthTable(servers, places, PagedList.copyOf(next)), List.of(), signals);
    }

    private void recall(
            CheckerId id,
            List<ServerHealth> next,
            List<Signal> signals,
            BiFunction<CheckerConfig, CheckerState, CheckerState> memory) {
        var found = find(id);
        if (found == null) {
            return;
        }
        var server = next.get(found.place());
        var state = server.checker(found.real(), id.number());
        if (!state.unchecked()) {
            return;
        }
        var known = memory.apply(found.config(), state);
        next.set(found.place(), server.with(found.real(), id.number(), known));
        long pace = CheckerRules.paceNanos(found.config(), known);
        if (pace != CheckerRules.paceNanos(found.config(), state)) {
            signals.add(new PaceCheck(id, pace));
        }
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
                if (state.failed()) {
                    failed.add(new FailedChecker(new CheckerId(server.name(), real.endpoint(), c), state.why()));
                }
            }
        }
    }

    /** The checkers of the virtual server at this place that are good because a check said so. */
    public List<GoodChecker> good(int place) {
        var good = new ArrayList<GoodChecker>();
        var server = servers.get(place);
        for (int r = 0; r < server.realServers().size(); r++) {
            var real = server.realServers().get(r);
            for (int c = 0; c < real.checkers().size(); c++) {
                var state = states.get(place).checker(r, c);
                if (state.good() && state.proved()) {
                    good.add(new GoodChecker(real.endpoint(), c, state.asked()));
                }
            }
        }
        return good;
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
