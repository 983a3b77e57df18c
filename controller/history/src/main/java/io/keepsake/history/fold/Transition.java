package io.keepsake.history.fold;

import io.keepsake.core.event.Decision;

/** Decisions that change the role of an instance. */
public final class Transition {
    private Transition() {}

    /** Whether {@code decision} changes a role. */
    public static boolean is(Decision decision) {
        return switch (decision) {
            case Decision.BecameBackup _, Decision.BecameMaster _, Decision.BecameFault _, Decision.BecameStopped _ ->
                true;
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
                    Decision.OwnerPriorityHeld _,
                    Decision.MasterHeld _,
                    Decision.HandedOver _,
                    Decision.HeldBack _,
                    Decision.HoldEnded _,
                    Decision.OfGroup _,
                    Decision.OfLink _,
                    Decision.OfProcess _,
                    Decision.OfServer _,
                    Decision.OfScript _ -> false;
        };
    }
}
