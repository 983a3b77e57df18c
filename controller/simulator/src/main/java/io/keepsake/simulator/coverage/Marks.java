package io.keepsake.simulator.coverage;

import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.IpvsChange;
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
            case Decision.OfServer e -> ofServer(e, mark);
            case Decision.OfLink _, Decision.OfProcess _ -> {}
            case Decision.GroupMoved e -> mark.accept("group " + e.from() + " to " + e.to());
            case Decision.TrackedScriptFailed e ->
                mark.accept("script " + (e.failures() > 1 ? "bad after several" : "bad at once"));
            case Decision.TrackedScriptPassed e ->
                mark.accept("script " + (e.passes() > 1 ? "good after several" : "good at once"));
        }
    }

    private static void ofServer(Decision.OfServer decision, Consumer<String> mark) {
        switch (decision) {
            case Decision.QuorumLost e -> mark.accept("quorum lost, " + (e.sorry() ? "a" : "no") + " sorry server");
            case Decision.QuorumGained e -> mark.accept("quorum gained, " + (e.sorry() ? "a" : "no") + " sorry server");
            case Decision.CheckerFailed e ->
                mark.accept("verdict " + (e.allowed() > 0 ? "bad after retries" : "bad at once"));
            case Decision.CheckerRecovered e ->
                mark.accept("verdict " + (e.passes() > 1 ? "good after several" : "good at once"));
            case Decision.DrainEnded e -> mark.accept("drain " + (e.why().startsWith("ended") ? "cancelled" : "over"));
            case Decision.RealServerAdded e -> mark.accept("verdict added " + (e.alive() ? "good" : "bad"));
            case Decision.RealServerDown _,
                    Decision.RealServerUp _,
                    Decision.WeightChanged _,
                    Decision.ChecksSuspended _,
                    Decision.ChecksResumed _,
                    Decision.VirtualServerAdded _,
                    Decision.VirtualServerRemoved _,
                    Decision.RealServerRemoved _ -> {}
        }
    }

    /** The kinds of changes of a program. */
    static void of(ProgramIpvs program, Consumer<String> mark) {
        program.changes().forEach(change -> mark.accept("ipvs " + name(change)));
    }

    private static String name(IpvsChange change) {
        return switch (change) {
            case IpvsChange.AddService _ -> "AddService";
            case IpvsChange.EditService _ -> "EditService";
            case IpvsChange.RemoveService _ -> "RemoveService";
            case IpvsChange.AddDestination _ -> "AddDestination";
            case IpvsChange.EditDestination _ -> "EditDestination";
            case IpvsChange.RemoveDestination _ -> "RemoveDestination";
            case IpvsChange.StartSync _ -> "StartSync";
            case IpvsChange.StopSync _ -> "StopSync";
            case IpvsChange.SetTimeouts _ -> "SetTimeouts";
        };
    }

    private static void ofInstance(OfInstance decision, Consumer<String> mark) {
        switch (decision) {
            case Decision.BecameBackup e -> transition(e.from(), "BACKUP", e.why(), mark);
            case Decision.BecameMaster e -> transition(e.from(), "MASTER", e.why(), mark);
            case Decision.BecameStopped e -> transition(e.from(), "STOPPED", e.why(), mark);
            case Decision.BecameFault e -> {
                mark.accept("transition " + e.from() + " to FAULT");
                mark.accept("state FAULT");
                e.reasons().forEach(fault -> fault(fault.reason(), mark));
            }
            case Decision.FaultReasonsHeld e -> e.reasons().forEach(fault -> fault(fault.reason(), mark));
            case Decision.AdvertDiscarded e -> mark.accept("discard " + e.reason());
            case Decision.HoldEnded e -> mark.accept("hold over " + e.hold().kind());
            case Decision.HandedOver e ->
                mark.accept("handover to " + (e.successor().isEmpty() ? "nobody" : "a successor"));
            case Decision.MasterFollowed _,
                    Decision.GoodbyeHeard _,
                    Decision.LowerMasterHeard _,
                    Decision.AddressListDiffers _,
                    Decision.AddressTaken _,
                    Decision.RoutingTaken _,
                    Decision.AddressesStand _,
                    Decision.PriorityChanged _,
                    Decision.PreemptDelayed _,
                    Decision.RivalOwnerHeard _,
                    Decision.MasterHeld _,
                    Decision.HeldBack _,
                    Decision.OwnerPriorityHeld _ -> {}
        }
    }

    private static void transition(Role from, String to, Why why, Consumer<String> mark) {
        mark.accept("transition " + from + " to " + to);
        mark.accept("state " + from);
        mark.accept("state " + to);
        mark.accept("why " + why.getClass().getSimpleName());
        if (why instanceof Why.MasterDownExpired expired) {
            mark.accept("armed " + expired.timer().armed());
        }
    }

    private static void fault(FaultReason reason, Consumer<String> mark) {
        mark.accept("fault " + reason);
    }
}
