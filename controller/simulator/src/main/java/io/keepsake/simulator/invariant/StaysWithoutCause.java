package io.keepsake.simulator.invariant;

import io.keepsake.core.config.WantedRouting;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.RoutingEvent.RoutingGone;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Stopped;

/**
 * A master stays master unless in this very turn it hears a better one, someone takes what stands with it, it is
 * told to stop, an operator demotes it, wakes after a backup took over (where that is configured), or has another configuration, or goes with its sync group. (That FAULT has its reason is for {@link FaultHasReason}.)
 */
final class StaysWithoutCause implements OfInstance {
    @Override
    public void after(InstanceTurn turn) {
        if (turn.wasMaster() && turn.isMaster() && wakesTooLate(turn)) {
            throw turn.violation("StaysWithoutCause", "is MASTER still, and woke after a backup took over");
        }
        if (!turn.wasMaster() || turn.isMaster() || turn.all().event() instanceof ConfigAccepted) {
            return;
        }
        boolean stops = turn.is() instanceof Stopped && isAskedToGo(turn);
        boolean fault = turn.is().role() == Role.FAULT;
        boolean steps = turn.is() instanceof Backup
                && (hearsBetter(turn)
                        || wakesTooLate(turn)
                        || taken(turn)
                        || turn.isDemoted()
                        || turn.mates().stream().anyMatch(StaysWithoutCause::mateGoes));
        if (!stops && !fault && !steps) {
            throw turn.violation(
                    "StaysWithoutCause", "was MASTER and is " + turn.is().role() + " without a cause");
        }
    }

    private static boolean isAskedToGo(InstanceTurn turn) {
        return turn.all().event() instanceof StopRequested
                || turn.all().event() instanceof HandoverRequested asked
                        && asked.instances().contains(turn.self().name());
    }

    /** Another member of its sync group stops being master, or hears one and follows it, and they go together. */
    private static boolean mateGoes(InstanceTurn mate) {
        return mate.is() instanceof Backup backup
                && (mate.wasMaster()
                        ? hearsBetter(mate) || wakesTooLate(mate) || taken(mate)
                        : mate.heard() != null && backup.master() != null);
    }

    private static boolean hearsBetter(InstanceTurn turn) {
        var heard = turn.heard();
        return heard != null && turn.counts(heard) && turn.better(heard, turn.priority(turn.was()));
    }

    private static boolean wakesTooLate(InstanceTurn turn) {
        return (turn.heard() != null || turn.all().event() instanceof DeadlineReached) && turn.wokeTooLate();
    }

    /** Someone took away what stands while it is master and is tracked: an address, or a route or rule of links that are up. */
    static boolean taken(InstanceTurn turn) {
        return switch (turn.all().event()) {
            case AddressGone gone ->
                !gone.own()
                        && turn.self()
                                .virtual()
                                .anyMatch(a -> a.tracked() && a.place().equals(gone.address()));
            case RoutingGone gone ->
                !gone.own()
                        && turn.self().options().routing().contains(new WantedRouting(gone.what(), true))
                        && turn.all().usable(turn.self().link())
                        && gone.what().links().stream().allMatch(turn.all()::usable);
            default -> false;
        };
    }
}
