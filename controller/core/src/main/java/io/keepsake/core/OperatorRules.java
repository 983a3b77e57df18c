package io.keepsake.core;

import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.effect.Effect.ReadIpvs;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.kernel.IpvsState;
import io.keepsake.core.track.TrackTable;
import io.keepsake.core.value.Moment;
import io.keepsake.core.vrrp.Facts;
import io.keepsake.core.vrrp.VrrpTable;

/** What follows from what people, and the process that serves them, did. */
final class OperatorRules {
    private OperatorRules() {}

    static Step<NodeState> step(NodeState state, Recorded recorded, OperatorEvent event) {
        return switch (event) {
            case ConfigAccepted e -> onConfig(state, recorded, e);
            case OperatorEvent.LeftoversRecalled e -> onRecall(state, recorded, e.leftovers());
            case OperatorEvent.StopRequested e -> onStop(state, recorded, e);
            case OperatorEvent.ProcessStarted e -> Step.to(state.booted(e.bootId()));
            case OperatorEvent.DrainRequested e -> onDrain(state, e);
            case OperatorEvent.DrainCancelled e -> onCancelled(state, e);
            case OperatorEvent.ConfigRefused _, OperatorEvent.SignalHeard _ -> Step.to(state);
        };
    }

    private static Step<NodeState> onConfig(NodeState state, Recorded recorded, ConfigAccepted accepted) {
        if (state.stopping()) {
            return Step.to(state); // a director that ends begins nothing
        }
        var before = state.configured();
        var step = before == null
                ? first(state, recorded, accepted.config())
                : reload(state, before, recorded, accepted.config());
        var ipvs = step.next().ipvs().staled();
        return wantsIpvs(accepted.config()) || ipvs.owns()
                ? reading(step, ipvs, recorded.at())
                : step.toward(step.next().with(ipvs));
    }

    private static boolean wantsIpvs(ControllerConfig config) {
        return !config.virtualServers().isEmpty()
                || config.lvs().sync() != null
                || config.lvs().flush();
    }

    /** A director without virtual servers does not look at the table; once it looks it goes on looking. */
    private static Step<NodeState> reading(Step<NodeState> step, IpvsState ipvs, Moment now) {
        return ipvs.seen().asked()
                ? step.toward(step.next().with(ipvs))
                : step.toward(step.next().with(ipvs.reading(now))).signal(new ReadIpvs());
    }

    private static Step<NodeState> first(NodeState state, Recorded recorded, ControllerConfig config) {
        var configured = new Configured(
                HealthTable.of(config, recorded.index()),
                TrackTable.of(config, state.links()),
                VrrpTable.of(config, recorded.at()),
                DirectorTable.of(config, recorded.at()));
        var waiting = state.recalled();
        var next = state.with(configured).recalling(null);
        return suspending(waiting == null ? Step.to(next) : recall(next, configured, waiting));
    }

    /** {@code ha_suspend} of virtual servers that are configured from here on. */
    private static Step<NodeState> suspending(Step<NodeState> step) {
        var configured = step.next().configured();
        if (configured == null || !step.next().links().read()) {
            return step;
        }
        var director = configured.director().onLinks(step.next().links());
        return Step.joined(step, directed(step.next(), configured, director));
    }

    private static Step<NodeState> directed(NodeState state, Configured configured, Step<DirectorTable> step) {
        return step.toward(state.with(configured.with(step.next())));
    }

    /** What is the same thing as before keeps its state; addresses that are not configured any more are taken away. */
    private static Step<NodeState> reload(
            NodeState state, Configured before, Recorded recorded, ControllerConfig config) {
        var health = before.health().reloaded(config, recorded.index());
        var track = before.track().reloaded(config, state.links());
        var facts = new Facts(state.links(), state.links(), before.track(), track, recorded.at(), recorded.index());
        var vrrp = before.vrrp().onReload(config, facts);
        var director = before.director().reloaded(config, before.health(), health.next());
        var next = new Configured(health.next(), track, vrrp.next(), director.next());
        var servers = Step.joined(health, director);
        return suspending(Step.joined(vrrp, servers)
                .toward(state.with(next).with(state.kernel().reloaded())));
    }

    /** An address that is not there any more is nobody's: it may come back as somebody else's. */
    private static Step<NodeState> onRecall(NodeState state, Recorded recorded, Leftovers leftovers) {
        var there = leftovers.addresses().stream()
                .filter(a -> !state.links().read() || state.links().holds(a))
                .toList();
        var links = state.links().owning(there);
        var known = state.with(links).with(state.ipvs().recalled(leftovers.services(), leftovers.daemons()));
        var configured = state.configured();
        if (configured == null) {
            return Step.to(known.recalling(leftovers));
        }
        // What was taken for the host's own address is a director's: adverts come from elsewhere now, or from nowhere.
        var track = configured.track().onLinks(configured.track().everywhere(), links);
        var facts = new Facts(state.links(), links, configured.track(), track, recorded.at(), recorded.index());
        var vrrp = configured.vrrp().onConditions(track.everywhere(), facts);
        var step = Step.joined(vrrp, recall(known, configured.with(track).with(vrrp.next()), leftovers));
        return step.next().ipvs().owns() ? reading(step, step.next().ipvs(), recorded.at()) : step;
    }

    /** What the last run knew of servers counts until this run has checked them itself; then they are looked after. */
    private static Step<NodeState> recall(NodeState state, Configured configured, Leftovers leftovers) {
        var health = configured.health().recalled(leftovers);
        var director = configured.director().recalled(leftovers, configured.health(), health.next());
        var next = configured.with(health.next()).with(director.next());
        return Step.joined(health, director)
                .toward(state.with(next).with(state.ipvs().staled()));
    }

    private static Step<NodeState> onStop(NodeState state, Recorded recorded, OperatorEvent.StopRequested stop) {
        var configured = state.configured();
        var ending = state.stopped();
        if (configured == null || state.stopping()) {
            return Step.to(ending);
        }
        var vrrp = stop.keepVrrp()
                ? Step.to(configured.vrrp())
                : configured.vrrp().onStop(NodeReducer.still(state, configured, recorded), stop.by());
        var director = configured.director().onStop(configured.health());
        var next = configured.with(vrrp.next());
        return Step.joined(vrrp, director)
                .toward(ending.with(next).with(state.ipvs().ending(stop.keepIpvs())));
    }

    private static Step<NodeState> onDrain(NodeState state, OperatorEvent.DrainRequested event) {
        var configured = state.configured();
        if (configured == null) {
            return Step.to(state);
        }
        var step = configured.director().onDrain(event.drain(), configured.health());
        return directed(state.with(state.ipvs().dirtied(event.drain().server())), configured, step);
    }

    private static Step<NodeState> onCancelled(NodeState state, OperatorEvent.DrainCancelled event) {
        var configured = state.configured();
        if (configured == null) {
            return Step.to(state);
        }
        var step = configured.director().onCancelled(event, configured.health());
        return directed(state.with(state.ipvs().dirtied(event.server())), configured, step);
    }
}
