package io.keepsake.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keepsake.core.config.AddressFlags;
import io.keepsake.core.config.AddressListCheck;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.GarpConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.InstanceOptions;
import io.keepsake.core.config.InstanceOptions.PeerTtl;
import io.keepsake.core.config.Notifications;
import io.keepsake.core.config.OldUnicastChecksum;
import io.keepsake.core.config.TrackedFile;
import io.keepsake.core.config.TrackedLink;
import io.keepsake.core.config.TrackedProcess;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.config.WantedRouting;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.Why;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Dad;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
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
import io.keepsake.core.value.Script;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every event, decision and effect comes back from its line as it went in. */
class EventTextTest {
    private static final Hold HOLD =
            new Hold(new InstanceName("VI 1"), Hold.Kind.DEMOTE, new Moment(9), "a \"reason\"", "uid 0");
    private static final InstanceName VI = new InstanceName("VI 1 \"quoted\" {=}");
    private static final Ip PEER = Ip.parse("10.0.0.2");
    private static final InterfaceName LINK = new InterfaceName("ens33");
    private static final LinkAddress PLACE = new LinkAddress(LINK, InterfaceAddress.parse("10.0.0.100/32"));
    private static final VirtualAddress BARE = new VirtualAddress(PLACE.address(), LINK, null, 0, null, false, true);
    private static final VirtualAddress FULL = new VirtualAddress(
            PLACE.address(),
            LINK,
            Ip.parse("10.0.0.255"),
            253,
            "ens33:0",
            true,
            false,
            new AddressFlags(true, 0, true, true, true),
            PEER);
    private static final Advert ADVERT = new Advert(
            VrrpVersion.V3,
            new Vrid(51),
            new Priority(150),
            new AdvertInterval(1),
            AuthType.NONE,
            List.of(Ip.parse("10.0.0.100"), Ip.parse("fe80::1")));
    private static final Link ETHERNET =
            new Link(LINK, 2, true, false, false, 1500, HardwareAddress.parse("02:00:0a:09:00:ff"));
    private static final Why.DownTimer TIMER = new Why.DownTimer(
            Why.Armed.ADVERT, 812, new Moment(41_200_000_001L), Moment.NEVER, 3, 1_000_000_000L, 609_375_000L);

    private static final Script SCRIPT = new Script(List.of("/etc/keepalived/tell.sh", "a b"), "nobody", "adm");

    static ControllerConfig config() {
        var garp = new GarpConfig(5_000_000_000L, 5, 0, 1, 5_000_000_000L, 5, 0);
        return ControllerConfig.ofInstances(
                "LVS_1",
                250_000_000L,
                List.of(new InstanceConfig(
                        VI,
                        LINK,
                        new Vrid(1),
                        VrrpVersion.V2,
                        Family.IPV4,
                        Role.MASTER,
                        new Priority(100),
                        AdvertInterval.ofSeconds(255),
                        AuthType.PASS,
                        Ip.parse("224.24.24.18"),
                        PEER,
                        List.of(PEER),
                        List.of(BARE, FULL),
                        List.of(FULL),
                        false,
                        7,
                        3,
                        true,
                        false,
                        true,
                        garp,
                        false,
                        List.of(new TrackedLink(LINK, -20, true)),
                        AddressListCheck.DROP,
                        true,
                        List.of(new TrackedScript("check", -20, true)),
                        new Notifications(
                                SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT, true, true, "router", true),
                        List.of(new TrackedFile("load 1", 2, false)),
                        List.of(new TrackedProcess("proxy 1", 0, false)),
                        new InstanceOptions(
                                true,
                                true,
                                254,
                                64,
                                1 << 20,
                                List.of(new PeerTtl(PEER, 1, 255)),
                                true,
                                List.of(new WantedRouting(ROUTE, true), new WantedRouting(RULE, false)),
                                OldUnicastChecksum.NEVER,
                                true,
                                true))));
    }

    private static final Routing ROUTE = Routing.parse(
            "route unicast 10.1.0.0/24 tos 16 table 4294967295 metric 5 protocol 4 scope 253 src 10.0.0.100 mtu lock 1400"
                    + " hoplimit 64 nexthop via fe80::1 dev eth0 weight 2 onlink nexthop dev eth1");
    private static final Routing RULE = Routing.parse(
            "rule inet6 1000 not from fd00::/64 to fd01::1/128 tos 4 iif eth0 oif eth1 fwmark 5 mask 255 ipproto 17"
                    + " sport 1-2 dport 53-53 uidrange 0-7 lookup 100 suppress_prefixlength 0 suppress_ifgroup 3 protocol 0");

    private static Stream<Event> events() {
        return Stream.of(
                new VrrpEvent.AdvertReceived(VI, PEER, 255, 12_345, ADVERT),
                new VrrpEvent.AdvertReceived(VI, PEER, 255, 12_345, ADVERT, ChecksumForm.MESSAGE_ONLY, 0),
                new VrrpEvent.AdvertReceived(VI, PEER, 255, 12_345, ADVERT, ChecksumForm.USUAL, 65_535),
                new VrrpEvent.AdvertReceived(VI, PEER, 255, 12_345, ADVERT, ChecksumForm.GROUP_IN_HEADER, 0),
                new VrrpEvent.AdvertsRejected(VI, Ip.parse("10.0.0.9"), RejectReason.TOO_MANY, 99_999),
                new VrrpEvent.AdvertRejected(VI, PEER, RejectReason.AUTH_FAILED, "tab\t, line\nend", 0),
                LinkEvent.KernelRead.plain(List.of(ETHERNET, ETHERNET), List.of(PLACE)),
                new LinkEvent.AddressSeen(
                        new StandingAddress(PLACE, Ip.parse("10.0.0.255"), 253, "eth0:1", true), false),
                new LinkEvent.AddressSeen(new StandingAddress(PLACE, PEER, null, 0, null, false, Dad.DONE), true),
                new LinkEvent.KernelRead(List.of(), List.of()),
                new LinkEvent.LinkSeen(ETHERNET),
                new LinkEvent.LinkGone(LINK, 2),
                new LinkEvent.AddressSeen(PLACE, true),
                new LinkEvent.AddressGone(PLACE, false),
                new RoutingEvent.RoutingRead(List.of(ROUTE, RULE)),
                new RoutingEvent.RoutingSeen(ROUTE, true),
                new RoutingEvent.RoutingGone(RULE, false),
                new OperatorEvent.ProcessStarted("node a", "0.1", 42, ""),
                new OperatorEvent.ConfigAccepted(config(), "# file: a\nvrrp_instance { }\u0001\u00e9\n"),
                new OperatorEvent.ConfigRefused(List.of("a:1:2: no", "")),
                new OperatorEvent.LeftoversRecalled(OperatorEvent.Leftovers.of(List.of(PLACE))),
                new OperatorEvent.SignalHeard(1, "no"),
                new OperatorEvent.HoldRequested(HOLD),
                new OperatorEvent.HoldReleased(VI, "uid 0"),
                new OperatorEvent.HandoverRequested(List.of(VI, new InstanceName("VI 2")), "reload"),
                new OperatorEvent.StopRequested("SIGTERM", false, false),
                new ClockEvent.DeadlineReached(),
                new ClockEvent.WallClockStepped(-3_600_000_000_001L),
                new ClockEvent.LoopStalled(50_000_000L),
                new ClockEvent.LoopStalled(50_000_000L, 48_000_000L),
                new ClockEvent.DeadlineRepeated(64, 100_000_000L),
                new OutcomeEvent.EffectApplied(9),
                new OutcomeEvent.EffectFailed(9, 17, "RTM_NEWADDR: EEXIST"),
                new OutcomeEvent.EventsDropped(3),
                new OutcomeEvent.PartFailed("probe", "java.lang.IllegalStateException: no descriptor", 1_000_000_000L),
                new JournalEvent.Heartbeat(-7, 3, 1_234),
                new JournalEvent.RecordingGap(3, 9, "disk full"),
                new JournalEvent.Checkpoint(List.of("Node a=1", "x \"y\""), -1));
    }

    private static Stream<Event> every() {
        return Stream.of(events(), decisions(), ServerKinds.events(), ServerKinds.decisions())
                .flatMap(kinds -> kinds);
    }

    private static Stream<Event> decisions() {
        return Stream.concat(
                whys().map(why -> new Decision.BecameBackup(VI, Role.INIT, why)),
                Stream.of(
                        new Decision.BecameMaster(VI, Role.BACKUP, new Why.MasterDownExpired(TIMER)),
                        new Decision.BecameFault(
                                VI,
                                Role.MASTER,
                                Stream.of(FaultReason.values())
                                        .map(reason -> new FaultCause(reason, "eth1"))
                                        .toList()),
                        new Decision.AddressesStand(VI),
                        new Decision.PriorityChanged(VI, new Priority(100), new Priority(80), "eth1 -20"),
                        new Decision.FaultReasonsHeld(VI, List.of(new FaultCause(FaultReason.NO_SOURCE_IP, "eth0"))),
                        new Decision.BecameStopped(VI, Role.FAULT, new Why.Stopped("SIGINT")),
                        new Decision.MasterFollowed(VI, PEER, new Priority(255), new AdvertInterval(4095)),
                        new Decision.GoodbyeHeard(VI, PEER, new Moment(1)),
                        new Decision.AdvertDiscarded(VI, PEER, DiscardReason.LOWER_PRIORITY, "1 < 2"),
                        new Decision.LowerMasterHeard(VI, PEER, new Priority(1), new Priority(2)),
                        new Decision.AddressListDiffers(VI, PEER, List.of()),
                        new Decision.AddressTaken(VI, PLACE),
                        new Decision.RoutingTaken(VI, ROUTE),
                        new Decision.PreemptDelayed(VI, PEER, new Moment(5)),
                        new Decision.RivalOwnerHeard(VI, PEER, new Moment(6)),
                        new Decision.OwnerPriorityHeld(VI, new Priority(254)),
                        new Decision.MasterHeld(VI, List.of(VI, new InstanceName("VI_2"))),
                        new Decision.HandedOver(VI, List.of(PEER)),
                        new Decision.LinkChangeDelayed(LINK, true, new Moment(7)),
                        new Decision.LinkChangeCounts(LINK, false, 812),
                        new Decision.LinkChangePassed(LINK, true, 812),
                        new Decision.HeldBack(VI, HOLD),
                        new Decision.HoldEnded(VI, HOLD),
                        new Decision.GroupMoved("G 1", Role.MASTER, Role.FAULT, VI),
                        new Decision.TrackedProcessLost("proxy 1", 1, 2),
                        new Decision.TrackedProcessGained("proxy 1", 2, 2)));
    }

    private static Stream<Why> whys() {
        return Stream.of(
                new Why.Started(),
                new Why.FaultCleared(),
                new Why.GroupFollowed("G \"1\"", VI),
                new Why.MasterDownExpired(TIMER),
                new Why.HigherPriorityHeard(PEER, new Priority(2), new Priority(1)),
                new Why.HigherAddressHeard(PEER, Ip.parse("10.0.0.1"), new Priority(1)),
                new Why.AddressLost(PLACE),
                new Why.RoutingLost(RULE),
                new Why.TimerExpired(new Moment(1), new Moment(2)),
                new Why.Demoted(HOLD),
                new Why.Stopped("a b"));
    }

    private static Stream<Effect> effects() {
        return Stream.of(
                new Effect.JoinGroup(VI, LINK, 2, 7),
                new Effect.ReadLinks(),
                new Effect.SendAdvert(VI, PEER, ADVERT),
                new Effect.SendGratuitousArp(LINK, 2, ETHERNET.hardware(), List.of(PEER), 5),
                new Effect.AddAddress(FULL),
                new Effect.AddAddress(BARE),
                new Effect.AddRouting(ROUTE),
                new Effect.RemoveRouting(RULE),
                new Effect.SetPromotion(LINK, 2, true),
                new Effect.RemoveAddress(PLACE, null),
                new Effect.RemoveAddress(PLACE, PEER));
    }

    @Test
    void everyEventComesBackFromItsLine() {
        every().forEach(event -> {
            var line = EventText.print(event);
            assertEquals(1, line.lines().count(), line);
            assertEquals(event, EventText.parseEvent(line), line);
        });
    }

    @Test
    void everyEffectComesBackFromItsLine() {
        Stream.concat(effects(), ServerKinds.effects())
                .forEach(effect -> assertEquals(effect, EventText.parseEffect(EventText.print(effect))));
    }

    @Test
    void noKindIsForgotten() {
        assertEquals(
                new TreeSet<>(Fields.EVENT_KINDS),
                every().map(Fields::kind).collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(
                new TreeSet<>(Fields.EFFECT_KINDS),
                Stream.concat(effects(), ServerKinds.effects())
                        .map(Fields::kind)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void aWrongLineSaysWhereItIsWrong() {
        assertTells("column 22", "EffectApplied effect= #9");
        assertTells("field effect is missing", "EffectApplied");
        assertTells("field effect: expected an index such as #12, found 9", "EffectApplied effect=9");
        assertTells("no such event: Effectapplied", "Effectapplied instance=VI_1");
        assertTells("expected '}'", "BecameMaster instance=a why=B{c=[{d=1}]");
        assertTells("at most 16 levels", "A a=" + "b{c=".repeat(40));
    }

    private static void assertTells(String expected, String line) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> EventText.parseEvent(line));
        assertEquals(true, String.valueOf(thrown.getMessage()).contains(expected), thrown.getMessage());
    }

    /** A number of 32 bits that lost the others would be a wrong value. */
    @Test
    void aNumberIsReadWholeOrRefused() {
        every().forEach(event -> grown(EventText.print(event))
                .forEach(line -> assertWhole(line, l -> EventText.print(EventText.parseEvent(l)))));
        Stream.concat(effects(), ServerKinds.effects()).forEach(effect -> grown(EventText.print(effect))
                .forEach(line -> assertWhole(line, l -> EventText.print(EventText.parseEffect(l)))));
    }

    /** The line with each of its numbers once larger by 2 to the 32. */
    private static Stream<String> grown(String line) {
        return Pattern.compile("(?<==)[0-9]{1,10}(?=[ }\\]]|$)")
                .matcher(line)
                .results()
                .map(number -> line.substring(0, number.start())
                        + (Long.parseLong(number.group()) + (1L << 32))
                        + line.substring(number.end()));
    }

    private static void assertWhole(String line, UnaryOperator<String> again) {
        String printed;
        try {
            printed = again.apply(line);
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertEquals(line, printed);
    }

    @Test
    void anIntervalHasWholeCentisecondsOfThirtyTwoBits() {
        var line = EventText.print(new VrrpEvent.AdvertReceived(VI, PEER, 255, 0, ADVERT, ChecksumForm.USUAL, 0));
        for (var seconds : List.of("0.015s", "0.010000001s", "42949672.97s", "-42949672.95s")) {
            var wrong = line.replace("interval=0.01s", "interval=" + seconds);
            assertNotEquals(line, wrong);
            assertThrows(IllegalArgumentException.class, () -> EventText.parseEvent(wrong), wrong);
        }
    }

    @Test
    void anEscapeHasFourDigits() {
        for (var escape : List.of("+041", "-041", "004", "00g1")) {
            var line = "SignalHeard number=1 answer=\"\\u" + escape + "\"";
            assertThrows(IllegalArgumentException.class, () -> EventText.parseEvent(line), line);
        }
    }

    /** As a number it is legal, and would be a hundred million digits. */
    @Test
    void secondsHaveNoExponent() {
        for (var text : List.of("1e100000000", "1E9", "0." + "0".repeat(40), "")) {
            assertThrows(NumberFormatException.class, () -> TextSource.fromSeconds(text), text);
        }
        assertEquals(Long.MIN_VALUE, TextSource.fromSeconds("-9223372036.854775808"));
    }
}
