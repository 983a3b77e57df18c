package io.keepsake.simulator.invariant;

import io.keepsake.core.event.Decision;
import io.keepsake.core.value.Role;

/** Every change of role is a decision that names the role before it, and there is no such decision without a change. */
final class SaysWhatItDoes implements OfInstance {
    @Override
    public void after(InstanceTurn turn) {
        var role = turn.was().role();
        if (turn.isFresh()
                || turn.all().turn().decisions().isEmpty() && role == turn.is().role()) {
            return;
        }
        for (var decision : turn.all().turn().decisions()) {
            if (decision instanceof Decision.OfInstance of
                    && of.instance().equals(turn.self().name())) {
                role = follow(turn, role, of);
            }
        }
        if (role != turn.is().role()) {
            throw turn.violation("SaysWhatItDoes", "is " + turn.is().role() + " and said " + role);
        }
    }

    private static Role follow(InstanceTurn turn, Role role, Decision.OfInstance decision) {
        return switch (decision) {
            case Decision.BecameBackup e -> next(turn, role, e.from(), Role.BACKUP);
            case Decision.BecameMaster e -> next(turn, role, e.from(), Role.MASTER);
            case Decision.BecameFault e -> next(turn, role, e.from(), Role.FAULT);
            case Decision.BecameStopped e -> next(turn, role, e.from(), Role.INIT);
            case Decision.FaultReasonsHeld _,
                    Decision.MasterFollowed _,
                    Decision.GoodbyeHeard _,
                    Decision.AdvertDiscarded _,
                    Decision.LowerMasterHeard _,
                    Decision.AddressListDiffers _,
                    Decision.AddressTaken _,
                    Decision.RoutingTaken _,
                    Decision.AddressesStand _,
                    Decision.PriorityChanged _,
                    Decision.PreemptDelayed _,
                    Decision.RivalOwnerHeard _,
                    Decision.MasterHeld _,
                    Decision.HandedOver _,
                    Decision.HeldBack _,
                    Decision.HoldEnded _,
                    Decision.OwnerPriorityHeld _ -> role;
        };
    }

    private static Role next(InstanceTurn turn, Role role, Role from, Role to) {
        if (from != role) {
            throw turn.violation("SaysWhatItDoes", "was " + role + " and says it was " + from);
        }
        return to;
    }
}
