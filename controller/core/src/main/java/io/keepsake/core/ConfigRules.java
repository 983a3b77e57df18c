package io.keepsake.core;

import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.effect.Effect.ReadBlocks;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.track.TrackTable;
import io.keepsake.core.vrrp.Facts;
import io.keepsake.core.vrrp.VrrpTable;
import org.jspecify.annotations.Nullable;

/** What follows from a configuration: the first one, or one that replaces another. */
final class ConfigRules {
    private ConfigRules() {}

    static Step<NodeState> onAccepted(NodeState told, Recorded recorded, ControllerConfig config) {
        if (told.stopping()) {
            return Step.to(told); // a director that ends begins nothing
        }
        var before = told.configured();
        var state = told.with(OwnAddresses.with(config, before, told.links()))
                .leftover(!told.claims() && OwnAddresses.showsLeftover(config, told.links()));
        var step =
                suspending(before == null ? first(state, recorded, config) : reload(state, before, recorded, config));
        var ipvs = step.next().ipvs().withAllDirty();
        boolean concerned = needsIpvs(config) || ipvs.owns();
        return readingBlocks(
                before, config, step.toward(step.next().with(concerned ? ipvs.watched(recorded.at()) : ipvs)));
    }

    /** What a reload is to take away hands over before it does. */
    static Step<NodeState> onHandover(NodeState state, Recorded recorded, HandoverRequested event) {
        var configured = state.configured();
        if (configured == null || state.stopping()) {
            return Step.to(state);
        }
        var facts = NodeReducer.still(state, configured, recorded);
        var vrrp = configured.vrrp().onHandover(facts, event.instances(), event.by());
        return vrrp.toward(state.with(configured.with(vrrp.next())));
    }

    /** What stands in a table that was not used before is read: an earlier run may have left it. */
    private static Step<NodeState> readingBlocks(
            @Nullable Configured before, ControllerConfig config, Step<NodeState> step) {
        var table = config.firewall().name();
        boolean known = before != null
                && before.config().blocks()
                && before.config().firewall().name().equals(table);
        return config.blocks() && !known
                ? step.signal(new ReadBlocks(step.next().kernel().tablesWith(table)))
                : step;
    }

    private static boolean needsIpvs(ControllerConfig config) {
        return !config.virtualServers().isEmpty()
                || config.lvs().sync() != null
                || config.lvs().flush();
    }

    private static Step<NodeState> first(NodeState state, Recorded recorded, ControllerConfig config) {
        var configured = new Configured(
                HealthTable.of(config, recorded.index()),
                TrackTable.of(config, state.links(), recorded.at()),
                VrrpTable.of(config, recorded.at()),
                DirectorTable.of(config, recorded.at()));
        var waiting = state.recalled();
        var next = state.with(configured).recalling(null);
        if (waiting == null) {
            return Step.to(next);
        }
        var facts = Facts.still(state.links(), configured.track(), recorded.at(), recorded.index());
        var held = configured.vrrp().onRecalled(facts, waiting.holds());
        return Step.joined(held, RecallRules.servers(next, configured.with(held.next()), waiting));
    }

    /** What is the same thing as before keeps its state; addresses that are not configured any more are taken away. */
    private static Step<NodeState> reload(
            NodeState state, Configured before, Recorded recorded, ControllerConfig config) {
        var health = before.health().reloaded(config, recorded.index());
        var track = before.track().reloaded(config, state.links(), recorded.at());
        var facts = new Facts(state.links(), state.links(), before.track(), track, recorded.at(), recorded.index());
        var vrrp = before.vrrp().onReload(config, facts);
        var director = before.director().reloaded(config, before.health(), health.next());
        var next = new Configured(health.next(), track, vrrp.next(), director.next());
        return Step.joined(vrrp, Step.joined(health, director))
                .toward(state.with(next).with(state.kernel().reloaded()));
    }

    /** {@code ha_suspend} of virtual servers that are configured from here on. */
    private static Step<NodeState> suspending(Step<NodeState> step) {
        var state = step.next();
        var configured = state.configured();
        if (configured == null || !state.links().read()) {
            return step;
        }
        var director = configured.director().onLinks(state.links());
        return Step.joined(step, director).toward(state.with(configured.with(director.next())));
    }
}
