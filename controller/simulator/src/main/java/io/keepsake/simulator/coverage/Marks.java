package io.keepsake.simulator.coverage;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.OfInstance;
import io.keepsake.core.event.Why;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.Role;
import java.util.function.Consumer;

/** The marks that a decision makes beside that of its own kind. */
final class Marks {
    private Marks() {}

    static void of(Decision decision, Consumer<String> mark) {
        switch (decision) {
            case OfInstance e -> ofInstance(e, mark);
            case Decision.OfServer _ -> {}
        }
    }

    private static void ofInstance(OfInstance decision, Consumer<String> mark) {
        switch (decision) {
            case Decision.BecameBackup e -> transition(e.from(), "BACKUP", e.why(), mark);
            case Decision.BecameMaster e -> transition(e.from(), "MASTER", e.why(), mark);
            case Decision.BecameStopped e -> transition(e.from(), "STOPPED", e.why(), mark);
            case Decision.BecameFault e -> {
                mark.accept("transition " + e.from() + " to FAULT");
                e.reasons().forEach(reason -> fault(reason, mark));
            }
            case Decision.FaultReasonsHeld e -> e.reasons().forEach(reason -> fault(reason, mark));
            case Decision.AdvertDiscarded e -> mark.accept("discard " + e.reason());
            case Decision.MasterFollowed _,
                    Decision.GoodbyeHeard _,
                    Decision.LowerMasterHeard _,
                    Decision.AddressListDiffers _,
                    Decision.AddressTaken _,
                    Decision.PreemptDelayed _,
                    Decision.RivalOwnerHeard _,
                    Decision.OwnerPriorityHeld _ -> {}
        }
    }

    private static void transition(Role from, String to, Why why, Consumer<String> mark) {
        mark.accept("transition " + from + " to " + to);
        mark.accept("why " + why.getClass().getSimpleName());
        if (why instanceof Why.MasterDownExpired expired) {
            mark.accept("armed " + expired.timer().armed());
        }
    }

    private static void fault(FaultReason reason, Consumer<String> mark) {
        mark.accept("fault " + reason);
    }
}
