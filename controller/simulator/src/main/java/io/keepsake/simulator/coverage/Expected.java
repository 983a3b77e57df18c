package io.keepsake.simulator.coverage;

import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.value.FaultReason;
import io.keepsake.simulator.fault.Fault;
import java.util.List;
import java.util.stream.Stream;

/** What a campaign of everything should reach. */
final class Expected {
    /** Every decision about an instance. */
    static final List<String> DECISIONS = List.of(
            "BecameBackup",
            "BecameMaster",
            "BecameFault",
            "BecameStopped",
            "FaultReasonsHeld",
            "MasterFollowed",
            "GoodbyeHeard",
            "AdvertDiscarded",
            "LowerMasterHeard",
            "AddressListDiffers",
            "AddressTaken",
            "PreemptDelayed",
            "RivalOwnerHeard",
            "OwnerPriorityHeld");

    /** Every way from one state to another that the rules know. */
    private static final List<String> TRANSITIONS = List.of(
            "INIT to BACKUP",
            "INIT to FAULT",
            "INIT to STOPPED",
            "BACKUP to MASTER",
            "BACKUP to FAULT",
            "BACKUP to STOPPED",
            "MASTER to BACKUP",
            "MASTER to FAULT",
            "MASTER to STOPPED",
            "FAULT to BACKUP",
            "FAULT to STOPPED");

    private static final List<String> WHY = List.of(
            "Started",
            "FaultCleared",
            "MasterDownExpired",
            "HigherPriorityHeard",
            "HigherAddressHeard",
            "AddressLost",
            "Stopped");

    private static final List<String> EFFECTS =
            List.of("JoinGroup", "SendAdvert", "SendGratuitousArp", "AddAddress", "RemoveAddress");

    private static final List<String> EVENTS = List.of(
            "AdvertReceived",
            "AdvertRejected",
            "KernelRead",
            "LinkSeen",
            "LinkGone",
            "AddressSeen",
            "AddressGone",
            "ProcessStarted",
            "ConfigAccepted",
            "LeftoversRecalled",
            "StopRequested",
            "DeadlineReached",
            "WallClockStepped",
            "LoopStalled",
            "EffectApplied",
            "EffectFailed");

    private Expected() {}

    static Stream<String> marks() {
        return Stream.of(
                        named("decision", DECISIONS),
                        named("transition", TRANSITIONS),
                        named("why", WHY),
                        named("effect", EFFECTS),
                        named("event", EVENTS),
                        named("armed", names(Armed.values())),
                        named("discard", names(DiscardReason.values())),
                        named("fault", names(FaultReason.values())),
                        Stream.of(Fault.values()).flatMap(f -> f.kinds().stream()).map(k -> "deed " + k))
                .flatMap(marks -> marks);
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    private static Stream<String> named(String group, List<String> names) {
        return names.stream().map(name -> group + " " + name);
    }
}
