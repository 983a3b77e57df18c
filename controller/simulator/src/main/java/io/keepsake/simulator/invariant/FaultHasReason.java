package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState.Init;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import io.keepsake.simulator.invariant.FaultOnMissingAddressLink.TrackedAddresses;
import io.keepsake.simulator.invariant.FaultOnMissingAddressLink.Verdict;

/**
 * An instance that runs is in FAULT while, and only while, its link or that of one of its addresses is missing or down, it
 * has no address to send from, another instance has its VRID in its group, or its sockets could not be opened. At once, by
 * what the director was told.
 */
final class FaultHasReason implements OfInstance {
    private final TrackedAddresses tracked = new TrackedAddresses();
    private boolean deaf;

    @Override
    public void after(InstanceTurn turn) {
        tracked.hear(turn);
        if (turn.all().sameKernel() && turn.sameRole()) {
            return;
        }
        hearOfSockets(turn);
        if (turn.isFresh() && turn.all().event() instanceof ConfigAccepted) {
            deaf = false;
            deaf = turn.is().role() == Role.FAULT && !hasReason(turn);
        }
        if (tracked.links(turn) == Verdict.UNKNOWN || turn.sourceIsInDoubt()) {
            return;
        }
        boolean runs = !(turn.is() instanceof Init) && !(turn.is() instanceof Stopped);
        boolean fault = turn.is().role() == Role.FAULT;
        if (runs && fault != hasReason(turn)) {
            throw turn.violation(
                    "FaultHasReason", "is " + turn.is().role() + (fault ? " without" : " with") + " a reason");
        }
    }

    private void hearOfSockets(InstanceTurn turn) {
        if (turn.all().event() instanceof EffectApplied e && joins(turn, e.effect())) {
            deaf = false;
        } else if (turn.all().event() instanceof EffectFailed e && joins(turn, e.effect())) {
            deaf = true;
        }
    }

    private static boolean joins(InstanceTurn turn, long effect) {
        return turn.all().before().kernel().inFlight().get(effect) instanceof JoinGroup join
                && join.instance().equals(turn.self().name());
    }

    private boolean hasReason(InstanceTurn turn) {
        var link = turn.all().after().links().links().stream()
                .filter(l -> l.name().equals(turn.self().link()))
                .findFirst();
        return deaf
                || tracked.links(turn) == Verdict.ONE_MISSING
                || link.isEmpty()
                || !link.get().up()
                || !link.get().running()
                || turn.source() == null
                || turn.all().config().instances().stream().anyMatch(other -> twins(turn.self(), other));
    }

    private static boolean twins(InstanceConfig one, InstanceConfig other) {
        return !one.name().equals(other.name())
                && one.vrid().equals(other.vrid())
                && one.link().equals(other.link())
                && one.family() == other.family()
                && !one.unicast()
                && !other.unicast()
                && one.group().equals(other.group());
    }
}
