package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.Why;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.Fields;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.FirewallTable;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Routing;
import io.keepsake.history.show.Choice;
import io.keepsake.history.show.JsonLines;
import io.keepsake.journal.JournalItem.TurnRead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every kind of event, decision and effect, with awkward values in it. */
class EveryKindTest {
    private static final String AWKWARD = "a \"quoted\" \\ line\n\twith \u0001, a} brace, ümlaut and \ud83d\ude00";
    private static final InstanceName NAME = new InstanceName("VI 1=\"x\"");
    private static final InterfaceName LINK = new InterfaceName("ens33");
    private static final Ip V4 = Ip.parse("192.168.181.133");
    private static final Ip V6 = Ip.parse("fe80::1");
    private static final LinkAddress PLACE = new LinkAddress(LINK, InterfaceAddress.parse("2001:db8::1/64"));
    private static final VirtualAddress VIRTUAL =
            new VirtualAddress(PLACE.address(), LINK, V4, 253, "ens33:1", true, true);
    private static final Block BLOCK =
            new Block(new FirewallTable(AWKWARD, -1, true, true), Ip.parse("fe80::1"), AWKWARD);
    private static final Routing ROUTE = Routing.parse("route unicast 10.1.0.0/24 via fe80::1 dev eth0");
    private static final Moment AT = new Moment(41_200_000_001L);
    private static final Hold HOLD = new Hold(NAME, Hold.Kind.HOLD, Moment.NEVER, AWKWARD, "root");
    private static final Priority HIGH = new Priority(200);
    private static final List<FaultCause> FAULTS =
            Stream.of(FaultReason.values()).map(r -> new FaultCause(r, "eth1")).toList();
    private static final Link DEVICE =
            new Link(LINK, 2, true, false, false, 1500, new HardwareAddress(0x020000000001L));

    private static List<Event> outside() {
        var config = Recording.config(100);
        var instance = config.config().instances().getFirst();
        var servers = lines(0).filter(line -> !isDecision(line)).map(EventText::parseEvent);
        return Stream.concat(vrrp(config, instance), servers).toList();
    }

    private static Stream<Event> vrrp(OperatorEvent.ConfigAccepted config, InstanceConfig instance) {
        return Stream.of(
                new VrrpEvent.AdvertReceived(NAME, V6, 255, 12_000, instance.advert(HIGH)),
                new VrrpEvent.AdvertsRejected(NAME, Ip.parse("10.0.0.9"), RejectReason.TOO_MANY, 99_999),
                new VrrpEvent.AdvertRejected(NAME, V4, RejectReason.AUTH_FAILED, AWKWARD, 0),
                LinkEvent.KernelRead.plain(List.of(DEVICE, DEVICE), List.of(PLACE)),
                new LinkEvent.AddressSeen(VIRTUAL.standing(), false),
                new ClockEvent.DeadlineRepeated(1_000, 100_000_000L),
                new LinkEvent.KernelRead(List.of(), List.of()),
                new LinkEvent.LinkSeen(DEVICE),
                new LinkEvent.LinkGone(LINK, 7),
                new LinkEvent.AddressSeen(PLACE, true),
                new LinkEvent.AddressGone(PLACE, false),
                new RoutingEvent.RoutingRead(List.of(ROUTE, Routing.parse("rule 1 goto 2"))),
                new RoutingEvent.RoutingSeen(ROUTE, true),
                new RoutingEvent.RoutingGone(ROUTE, false),
                new OperatorEvent.ProcessStarted(AWKWARD, "", 4711, "8d2c"),
                config,
                new OperatorEvent.ConfigRefused(List.of(AWKWARD, "", "plain")),
                new OperatorEvent.LeftoversRecalled(OperatorEvent.Leftovers.of(List.of(PLACE))),
                new OperatorEvent.HoldRequested(HOLD),
                new OperatorEvent.HoldReleased(NAME, AWKWARD),
                new OperatorEvent.HandoverRequested(List.of(NAME), AWKWARD),
                new OperatorEvent.SignalHeard(10, AWKWARD),
                new OperatorEvent.StopRequested("SIGTERM", false, false),
                new ClockEvent.DeadlineReached(),
                new ClockEvent.WallClockStepped(-3_600_000_000_001L),
                new ClockEvent.LoopStalled(4_200_000_000L, 0L),
                new FirewallEvent.BlocksRead(List.of(BLOCK)),
                new OutcomeEvent.EffectApplied(843),
                new OutcomeEvent.EffectFailed(843, 1, AWKWARD),
                new OutcomeEvent.EventsDropped(Long.MAX_VALUE),
                new OutcomeEvent.PartFailed("probe", "why \"so\"", 1),
                new JournalEvent.Heartbeat(-7, 3, 1_234),
                new JournalEvent.RecordingGap(7, 9, AWKWARD),
                new JournalEvent.Checkpoint(List.of("Node stopping=false", AWKWARD), Long.MIN_VALUE));
    }

    /** The kinds of virtual servers as lines: events and decisions first (0), then effects (1). */
    private static Stream<String> lines(int part) {
        try (var in = Objects.requireNonNull(EveryKindTest.class.getResourceAsStream("server-kinds.txt"))) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.split("---\n", -1)[part].lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isDecision(String line) {
        return EventText.parseEvent(line) instanceof Decision;
    }

    private static List<Decision> decisions() {
        var whys = List.of(
                new Why.Started(),
                new Why.FaultCleared(),
                new Why.MasterDownExpired(new Why.DownTimer(
                        Why.Armed.PRIORITY_ZERO, 812, AT, Moment.NEVER, 3, 1_000_000_000L, 609_375_000L)),
                new Why.HigherPriorityHeard(V4, HIGH, Priority.STOP),
                new Why.HigherAddressHeard(V4, V6, HIGH),
                new Why.AddressLost(PLACE),
                new Why.RoutingLost(ROUTE),
                new Why.TimerExpired(AT, AT),
                new Why.Demoted(HOLD),
                new Why.Stopped(AWKWARD),
                new Why.GroupFollowed(AWKWARD, NAME));
        var all = new ArrayList<Decision>();
        whys.forEach(why -> all.add(new Decision.BecameBackup(NAME, Role.MASTER, why)));
        all.addAll(List.of(
                new Decision.BecameMaster(NAME, Role.BACKUP, whys.get(2)),
                new Decision.BecameFault(NAME, Role.MASTER, FAULTS),
                new Decision.FaultReasonsHeld(NAME, FAULTS),
                new Decision.BecameStopped(NAME, Role.FAULT, new Why.Stopped(AWKWARD)),
                new Decision.MasterFollowed(NAME, V6, HIGH, new AdvertInterval(25_500)),
                new Decision.GoodbyeHeard(NAME, V4, AT),
                new Decision.AdvertDiscarded(NAME, V4, DiscardReason.OWN_ADDRESS, AWKWARD),
                new Decision.LowerMasterHeard(NAME, V4, Priority.STOP, HIGH),
                new Decision.AddressListDiffers(NAME, V4, List.of()),
                new Decision.AddressTaken(NAME, PLACE),
                new Decision.RoutingTaken(NAME, ROUTE),
                new Decision.AddressesStand(NAME),
                new Decision.PriorityChanged(NAME, HIGH, new Priority(1), AWKWARD),
                new Decision.PreemptDelayed(NAME, V4, AT),
                new Decision.RivalOwnerHeard(NAME, V4, AT),
                new Decision.OwnerPriorityHeld(NAME, HIGH),
                new Decision.MasterHeld(NAME, List.of(NAME, NAME)),
                new Decision.HandedOver(NAME, List.of(V4)),
                new Decision.HeldBack(NAME, HOLD),
                new Decision.HoldEnded(NAME, HOLD),
                new Decision.LinkChangeDelayed(LINK, true, AT),
                new Decision.LinkChangeCounts(LINK, false, 812),
                new Decision.LinkChangePassed(LINK, true, 812),
                new Decision.TrackedProcessLost(AWKWARD, 1, 2),
                new Decision.TrackedProcessGained(AWKWARD, 2, 2),
                new Decision.GroupMoved(AWKWARD, Role.MASTER, Role.FAULT, NAME),
                new Decision.TrackedScriptFailed("chk", 2, 2, AWKWARD),
                new Decision.TrackedScriptPassed("chk", 3, 3)));
        lines(0).filter(EveryKindTest::isDecision).forEach(line -> all.add((Decision) EventText.parseEvent(line)));
        return all;
    }

    private static List<Effect> effects() {
        var advert = Recording.config(100).config().instances().getFirst().advert(HIGH);
        var vrrp = Stream.of(
                new Effect.JoinGroup(NAME, LINK, 2, 9),
                new Effect.ReadLinks(),
                new Effect.SendAdvert(NAME, V4, advert),
                new Effect.SendGratuitousArp(LINK, 2, DEVICE.hardware(), List.of(V4, V4), 5),
                new Effect.AddAddress(VIRTUAL),
                new Effect.RemoveAddress(PLACE, V4),
                new Effect.AddRouting(ROUTE),
                new Effect.RemoveRouting(ROUTE),
                new Effect.SetPromotion(PLACE.link(), 2, true),
                new Effect.AddBlock(BLOCK),
                new Effect.RemoveBlock(BLOCK.key()),
                new Effect.ReadBlocks(List.of(AWKWARD)));
        return Stream.concat(vrrp, lines(1).map(EventText::parseEffect)).toList();
    }

    @Test
    void everyKindIsHere() {
        var events = Stream.concat(outside().stream(), decisions().stream()).map(Fields::kind);
        assertEquals(new TreeSet<>(Fields.EVENT_KINDS), new TreeSet<>(events.toList()));
        var effects = effects().stream().map(Fields::kind).toList();
        assertEquals(new TreeSet<>(Fields.EFFECT_KINDS), new TreeSet<>(effects));
    }

    @Test
    void aPrintedLineReadsAsTheSameValue() {
        Stream.concat(outside().stream(), decisions().stream()).forEach(event -> {
            var line = EventText.print(event);
            assertEquals(1, line.lines().count(), line);
            assertEquals(event, EventText.parseEvent(line), line);
        });
        effects().forEach(effect -> assertEquals(effect, EventText.parseEffect(EventText.print(effect))));
    }

    @Test
    void everyJsonLineIsAnObject() {
        for (var event : outside()) {
            var recorded = new Recorded(812, AT, Instant.EPOCH, event);
            var lines = new ArrayList<String>();
            new JsonLines(Choice.ALL).print(new TurnRead(3, new Turn(recorded, decisions(), effects())), lines::add);
            assertEquals(1 + decisions().size() + effects().size(), lines.size());
            for (var line : lines) {
                var json = JsonText.parse(line);
                assertTrue(String.valueOf(json.get("id")).startsWith("3:"), line);
                assertTrue(json.containsKey("fields"), line);
            }
        }
    }

    @Test
    void awkwardTextSurvivesJson() {
        var recorded = new Recorded(1, AT, Instant.EPOCH, new OperatorEvent.SignalHeard(10, AWKWARD));
        var lines = new ArrayList<String>();
        new JsonLines(Choice.ALL).print(new TurnRead(1, new Turn(recorded, List.of(), List.of())), lines::add);
        assertTrue(
                String.valueOf(JsonText.parse(lines.getFirst()).get("fields")).contains(AWKWARD));
    }
}
