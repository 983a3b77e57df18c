package io.keepsake.simulator.coverage;

import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.value.FaultReason;
import io.keepsake.simulator.fault.Fault;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
            "RoutingTaken",
            "AddressesStand",
            "PriorityChanged",
            "PreemptDelayed",
            "RivalOwnerHeard",
            "OwnerPriorityHeld",
            "MasterHeld",
            "HandedOver",
            "HeldBack",
            "HoldEnded");

    /** Every decision about a virtual server. */
    static final List<String> OF_SERVERS = List.of(
            "CheckerFailed",
            "CheckerRecovered",
            "RealServerDown",
            "RealServerUp",
            "WeightChanged",
            "QuorumLost",
            "QuorumGained",
            "ChecksSuspended",
            "ChecksResumed",
            "VirtualServerAdded",
            "VirtualServerRemoved",
            "RealServerAdded",
            "RealServerRemoved",
            "DrainEnded");

    /** Every decision about scripts, processes and links that instances track. */
    static final List<String> OF_SCRIPTS = List.of(
            "TrackedScriptFailed",
            "TrackedScriptPassed",
            "TrackedProcessLost",
            "TrackedProcessGained",
            "LinkChangeDelayed",
            "LinkChangeCounts",
            "LinkChangePassed");

    private static final List<String> SCRIPTS =
            List.of("bad at once", "bad after several", "good at once", "good after several");

    /** How the reason begins of what a long campaign may reach. */
    static final String HARDLY = "hardly ever";

    /** What no campaign reaches, and why. */
    static final SortedMap<String, String> UNREACHABLE = new TreeMap<>(Map.ofEntries(
            Map.entry("transition INIT to MASTER", "an owner too is BACKUP first, and its timer is due at once"),
            Map.entry("transition FAULT to MASTER", "an owner too is BACKUP first"),
            Map.entry("transition STOPPED to any", "what has stopped never runs again"),
            Map.entry("armed TIMER_EXPIRED", HARDLY + ": somebody has taken over; scenario master-timer-expired-alone"),
            Map.entry("discard PEER_TTL", "nothing lies between simulated machines: every TTL is 255"),
            Map.entry("event SignalHeard", "a signal that asks for nothing leads to nothing"),
            Map.entry("event CheckUnknown", "what runs simulated scripts is never killed"),
            Map.entry("event Checkpoint", "the journal writes it, and no director is told"),
            Map.entry("event RecordingGap", "the recorder of the journal tells of it"),
            Map.entry("event Heartbeat", "the recorder of the journal writes it, and no director is told"),
            Map.entry("event AdvertsRejected", "the loop of the daemon counts them"),
            Map.entry("event PartFailed", "a simulated director has no parts that could"),
            Map.entry("event DeadlineRepeated", "the loop of the daemon tells of it")));

    private static final List<String> STATES = List.of("INIT", "BACKUP", "MASTER", "FAULT", "STOPPED");

    private static final List<String> QUORUMS = List.of(
            "lost, a sorry server", "lost, no sorry server", "gained, a sorry server", "gained, no sorry server");

    private static final List<String> VERDICTS =
            List.of("bad at once", "bad after retries", "good at once", "good after several", "added good");

    private static final List<String> CHANGES = List.of(
            "AddService",
            "EditService",
            "RemoveService",
            "AddDestination",
            "EditDestination",
            "RemoveDestination",
            "StartSync",
            "StopSync",
            "SetTimeouts");

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
            "RoutingLost",
            "TimerExpired",
            "GroupFollowed",
            "Demoted",
            "Stopped");

    /** Of a sync group; INIT is before the start and after the stop. */
    private static final List<String> GROUPS = List.of(
            "INIT to BACKUP",
            "INIT to MASTER",
            "INIT to FAULT",
            "BACKUP to MASTER",
            "BACKUP to FAULT",
            "BACKUP to INIT",
            "MASTER to BACKUP",
            "MASTER to FAULT",
            "MASTER to INIT",
            "FAULT to BACKUP",
            "FAULT to MASTER",
            "FAULT to INIT");

    private static final List<String> EFFECTS = List.of(
            "JoinGroup",
            "SendAdvert",
            "SendGratuitousArp",
            "AddAddress",
            "RemoveAddress",
            "AddRouting",
            "RemoveRouting",
            "SetPromotion",
            "AddBlock",
            "RemoveBlock",
            "ReadBlocks",
            "ProgramIpvs",
            "ReadIpvs",
            "ReadLinks",
            "PaceCheck",
            "SuspendChecks",
            "ResumeChecks",
            "RunScript",
            "SendMail",
            "WriteFifo");

    private static final List<String> EVENTS = List.of(
            "AdvertReceived",
            "AdvertRejected",
            "KernelRead",
            "LinkSeen",
            "LinkGone",
            "AddressSeen",
            "AddressGone",
            "RoutingSeen",
            "RoutingGone",
            "RoutingRead",
            "BlocksRead",
            "ProcessStarted",
            "ConfigAccepted",
            "LeftoversRecalled",
            "StopRequested",
            "DeadlineReached",
            "WallClockStepped",
            "LoopStalled",
            "EffectApplied",
            "EffectFailed",
            "EventsDropped",
            "ProgramRefused",
            "CheckPassed",
            "CheckFailed",
            "FileRead",
            "IpvsRead",
            "IpvsUnavailable",
            "ServiceSeen",
            "ServiceGone",
            "DestinationSeen",
            "DestinationGone",
            "DrainRequested",
            "DrainCancelled",
            "HoldRequested",
            "HoldReleased",
            "HandoverRequested",
            "ConfigRefused",
            "ScriptEnded",
            "ScriptUnavailable",
            "TrackedFileRead",
            "TrackedProcessesCounted");

    private Expected() {}

    static Stream<String> marks() {
        return Stream.of(
                        named("decision", DECISIONS),
                        named("decision", OF_SERVERS),
                        named("decision", OF_SCRIPTS),
                        Stream.of("decision GroupMoved"),
                        named("group", GROUPS),
                        named("script", SCRIPTS),
                        named("state", STATES),
                        named("quorum", QUORUMS),
                        named("verdict", VERDICTS),
                        named("drain", List.of("cancelled", "over")),
                        named("hold over", names(Hold.Kind.values())),
                        named("handover", List.of("to a successor", "to nobody")),
                        named("ipvs", CHANGES),
                        named("transition", TRANSITIONS),
                        named("why", WHY),
                        named("effect", EFFECTS),
                        named("event", EVENTS),
                        named("armed", names(Armed.values())).filter(mark -> !UNREACHABLE.containsKey(mark)),
                        named("discard", names(DiscardReason.values())).filter(mark -> !UNREACHABLE.containsKey(mark)),
                        named("fault", names(FaultReason.values())),
                        Stream.of(Fault.values())
                                .flatMap(f -> f.kinds().stream())
                                .map(k -> "injection " + k))
                .flatMap(marks -> marks);
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    private static Stream<String> named(String group, List<String> names) {
        return names.stream().map(name -> group + " " + name);
    }
}
