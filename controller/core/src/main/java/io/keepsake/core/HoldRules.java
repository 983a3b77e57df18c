package io.keepsake.core;

import io.keepsake.core.effect.Step;
import io.keepsake.core.event.OperatorEvent.HoldReleased;
import io.keepsake.core.event.OperatorEvent.HoldRequested;
import io.keepsake.core.event.Recorded;

/** What follows when an operator wants an instance not to be master, or wants that no more. */
final class HoldRules {
    private HoldRules() {}

    static Step<NodeState> onRequested(NodeState state, Recorded recorded, HoldRequested event) {
        var configured = state.configured();
        if (configured == null || state.stopping()) {
            return Step.to(state);
        }
        var vrrp = configured.vrrp().onHold(NodeReducer.still(state, configured, recorded), event.hold());
        return vrrp.toward(state.with(configured.with(vrrp.next())));
    }

    static Step<NodeState> onReleased(NodeState state, HoldReleased event) {
        var configured = state.configured();
        return configured == null
                ? Step.to(state)
                : Step.to(state.with(configured.with(configured.vrrp().onReleased(event.instance()))));
    }
}
