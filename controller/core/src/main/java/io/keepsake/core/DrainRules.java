package io.keepsake.core;

import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.OperatorEvent.DrainCancelled;
import io.keepsake.core.event.OperatorEvent.DrainRequested;
import io.keepsake.core.value.VirtualServerName;

/** What follows when an operator drains a real server, or ends a drain. */
final class DrainRules {
    private DrainRules() {}

    static Step<NodeState> onRequested(NodeState state, DrainRequested event) {
        var configured = state.configured();
        if (configured == null) {
            return Step.to(state);
        }
        var director = configured.director().onDrain(event.drain(), configured.health());
        return toward(state, configured, director, event.drain().server());
    }

    static Step<NodeState> onCancelled(NodeState state, DrainCancelled event) {
        var configured = state.configured();
        if (configured == null) {
            return Step.to(state);
        }
        var director = configured.director().onCancelled(event, configured.health());
        return toward(state, configured, director, event.server());
    }

    private static Step<NodeState> toward(
            NodeState state, Configured configured, Step<DirectorTable> director, VirtualServerName server) {
        return director.toward(
                state.with(configured.with(director.next())).with(state.ipvs().withDirty(server)));
    }
}
