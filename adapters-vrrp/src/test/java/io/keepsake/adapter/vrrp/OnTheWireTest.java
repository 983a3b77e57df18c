package io.keepsake.adapter.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.keepsake.adapter.vrrp.sys.Linux;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.GarpPace;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.VrrpVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one cable: east is 10.9.0.1 on {@code east0}, west is 10.9.0.2 on {@code west0}. */
final class OnTheWireTest {
    private static final String EAST = "10.9.0.1";
    private static final String WEST = "10.9.0.2";

    private final Namespace eastSide = Namespace.open("east");
    private final Namespace westSide = Namespace.open("west");
    private final Node east = Node.open(eastSide);
    private final Node west = Node.open(westSide);

    OnTheWireTest() throws Exception {
        eastSide.cable("east0", 1, westSide, "west0", 2);
    }

    @AfterEach
    void disconnect() {
        east.close();
        west.close();
        eastSide.close();
        westSide.close();
    }

    @Test
    void anAdvertIsHeardAtTheOtherEndWithItsTtlAndAge() throws Exception {
        long sends = 0;
        for (var version : VrrpVersion.values()) {
            var sent = Node.instance("east0", 51, version, Node.GROUP);
            east.run("1111", sent);
            west.run("1111", Node.instance("west0", 51, version, Node.GROUP));

            assertEquals(Outcome.DONE, east.advertise(sent, EAST));

            var heard = assertInstanceOf(AdvertReceived.class, west.hear(1).getFirst());
            assertEquals(sent.advert(sent.priority()), heard.advert());
            assertEquals(Ip.parse(EAST), heard.source());
            assertEquals(255, heard.ttl());
            assertEquals(AdvertReceived.idOf(++sends), heard.id(), "the index of the effect that sent it");
            assertTrue(heard.lateNanos() > 0 && heard.lateNanos() < 5_000_000_000L, "late " + heard.lateNanos());
        }
    }

    @Test
    void aChecksumWithoutThePseudoHeaderIsHeardAndTold() throws Exception {
        var sent = Node.summingAsV2(Node.instance("east0", 51, VrrpVersion.V3, Node.GROUP));
        east.run("", sent);
        west.run("", Node.instance("west0", 51, VrrpVersion.V3, Node.GROUP));

        assertEquals(Outcome.DONE, east.advertise(sent, EAST));

        var heard = assertInstanceOf(AdvertReceived.class, west.hear(1).getFirst());
        assertEquals(ChecksumForm.MESSAGE_ONLY, heard.checksum());
        assertEquals(sent.advert(sent.priority()), heard.advert());
    }

    @Test
    void theAgeCountsFromTheArrivalAndNotFromTheReading() throws Exception {
        var sent = Node.instance("east0", 51, VrrpVersion.V3, Node.GROUP);
        east.run("", sent);
        west.run("", Node.instance("west0", 51, VrrpVersion.V3, Node.GROUP));

        // The kernel begins to stamp a moment after the first socket asked for it, so the first adverts may have no
        // age.
        long late = 0;
        for (int attempt = 0; late < 290_000_000 && attempt < 10; attempt++) {
            east.advertise(sent, EAST);
            westSide.in(() -> Namespace.awaitReadable(west.adapter().readyFd(), 600_000));
            assertFalse(eastSide.in(() -> Namespace.awaitReadable(east.adapter().readyFd(), 300)), "own advert heard");
            late = west.hear(1).getFirst() instanceof AdvertReceived it ? it.lateNanos() : -1;
        }
        assertTrue(late >= 290_000_000, "late " + late);
    }

    @Test
    void ownAdvertsAreNotHeard() throws Exception {
        var ours = Node.instance("east0", 51, VrrpVersion.V2, Node.GROUP);
        east.run("1111", ours);
        var theirs = Node.instance("west0", 51, VrrpVersion.V2, Node.GROUP);
        west.run("1111", theirs);

        east.advertise(ours, EAST);
        west.hear(1);
        west.advertise(theirs, WEST);

        assertEquals(List.of(Ip.parse(WEST)), sources(east.hear(1)));
    }

    @Test
    void aVridThatIsNotOursEndsInTheKernel() throws Exception {
        var foreign = Node.instance("east0", 52, VrrpVersion.V2, Node.GROUP);
        var known = Node.instance("east0", 51, VrrpVersion.V2, Node.GROUP);
        east.run("1111", foreign, known);
        west.run("1111", Node.instance("west0", 51, VrrpVersion.V2, Node.GROUP));

        east.advertise(foreign, EAST);
        east.advertise(known, EAST);

        assertEquals(List.of("VI_51"), instances(west.hear(1)));
        assertEquals(0, west.adapter().strays());
    }

    @Test
    void aVridThatIsNotOursIsToldOfWhileItIsAskedFor() throws Exception {
        var foreign = Node.instance("east0", 52, VrrpVersion.V2, Node.GROUP);
        var known = Node.instance("east0", 51, VrrpVersion.V2, Node.GROUP);
        var own = Node.instance("west0", 51, VrrpVersion.V2, Node.GROUP);
        east.run("1111", foreign, known);
        west.run("1111", own);

        west.configure("1111", true, own);
        east.advertise(foreign, EAST);
        var told = assertInstanceOf(AdvertRejected.class, west.hear(1).getFirst());
        assertEquals(RejectReason.UNKNOWN_VRID, told.reason());
        assertEquals("VRID 52 is no instance's on west0", told.detail());
        assertEquals(Ip.parse(EAST), told.source());

        west.configure("1111", own);
        east.advertise(foreign, EAST);
        east.advertise(known, EAST);
        assertInstanceOf(AdvertReceived.class, west.hear(1).getFirst());
    }

    @Test
    void twoInstancesOnOneLinkHearTheirOwnAndTheFilterFollows() throws Exception {
        var one = Node.instance("east0", 51, VrrpVersion.V2, Node.GROUP);
        var two = Node.instance("east0", 52, VrrpVersion.V3, Node.GROUP);
        east.run("1111", one, two);
        var first = Node.instance("west0", 51, VrrpVersion.V2, Node.GROUP);
        var second = Node.instance("west0", 52, VrrpVersion.V3, Node.GROUP);
        west.run("1111", first, second);

        east.advertise(two, EAST);
        east.advertise(one, EAST);
        assertEquals(List.of("VI_52", "VI_51"), instances(west.hear(2)));

        westSide.in(() -> {
            west.adapter().leave(new InstanceName("VI_52"));
            return true;
        });
        east.advertise(two, EAST);
        east.advertise(one, EAST);
        assertEquals(List.of("VI_51"), instances(west.hear(1)));
        assertEquals(0, west.adapter().strays());
        assertEquals(Linux.ENOTCONN, failed(west.advertise(second, WEST)).errno());

        west.configure("1111", first, second);
        assertEquals(Outcome.DONE, west.join(second));
        east.advertise(two, EAST);
        assertEquals(List.of("VI_52"), instances(west.hear(1)));
    }

    @Test
    void aWrongPasswordIsToldAsAuthFailed() throws Exception {
        var sent = Node.instance("east0", 51, VrrpVersion.V2, Node.GROUP);
        east.run("2222", sent);
        west.run("1111", Node.instance("west0", 51, VrrpVersion.V2, Node.GROUP));

        east.advertise(sent, EAST);

        var heard = assertInstanceOf(AdvertRejected.class, west.hear(1).getFirst());
        assertEquals(RejectReason.AUTH_FAILED, heard.reason());
        assertEquals(Ip.parse(EAST), heard.source());
    }

    @Test
    void anotherGroupIsHeardOnlyByItsInstance() throws Exception {
        var group = Ip.parse("224.24.24.18");
        var sent = Node.instance("east0", 51, VrrpVersion.V2, group);
        var usual = Node.instance("east0", 52, VrrpVersion.V2, Node.GROUP);
        east.run("1111", sent, usual);
        west.run(
                "1111",
                Node.instance("west0", 51, VrrpVersion.V2, group),
                Node.instance("west0", 52, VrrpVersion.V2, Node.GROUP));

        east.advertise(sent, EAST);
        assertEquals(List.of("VI_51"), instances(west.hear(1)));
        east.advertise(usual, EAST);
        assertEquals(List.of("VI_52"), instances(west.hear(1)));
        assertEquals(0, west.adapter().strays());
    }

    @Test
    void unicastReachesEachPeerAndHearsNoGroup() throws Exception {
        westSide.ip("address add 10.9.0.3/24 dev west0");
        var sent = Node.instance("east0", 51, VrrpVersion.V3, Node.GROUP, "10.9.0.255", WEST, "10.9.0.3");
        east.run("", sent);
        west.run(
                "",
                Node.instance("west0", 51, VrrpVersion.V3, Node.GROUP, EAST),
                Node.instance("west0", 52, VrrpVersion.V3, Node.GROUP));

        var outcome = failed(east.advertise(sent, EAST));

        assertTrue(outcome.detail().contains("10.9.0.255"), outcome.detail());
        assertEquals(2, west.hear(2).size());

        var multicast = Node.instance("east0", 51, VrrpVersion.V3, Node.GROUP);
        east.run("", multicast);
        east.advertise(multicast, EAST);
        east.run("", sent);
        east.advertise(sent, EAST);
        assertEquals(2, west.hear(2).size(), "the group's advert came to the unicast socket");
    }

    @Test
    void theFrameOnTheWireIsKeepalivedsAndTheIdCountsOnOverAReload() throws Exception {
        var sent = Node.instance("east0", 51, VrrpVersion.V2, Node.GROUP);
        east.run("1111", sent);

        try (var sniffer = Sniffer.open(westSide, "west0", Sniffer.IPV4)) {
            east.advertise(sent, EAST);
            east.configure("1111", sent);
            east.advertise(sent, EAST);

            assertEquals(
                    List.of(
                            "01005e00001202000a090001080045c0002800010000ff70d0880a090001e00000122133640101010cfb0a0900643131313100000000",
                            "01005e00001202000a090001080045c0002800020000ff70d0870a090001e00000122133640101010cfb0a0900643131313100000000"),
                    sniffer.next(2));
        }
    }

    @Test
    void gratuitousArpGoesRoundByRoundByteForByte() throws Exception {
        var wish = new SendGratuitousArp(
                new InterfaceName("east0"),
                eastSide.linkIndex("east0"),
                HardwareAddress.parse("02:00:0a:09:00:01"),
                List.of(Ip.parse("10.9.0.100"), Ip.parse("10.9.0.101")),
                2);

        try (var sniffer = Sniffer.open(westSide, "west0", Sniffer.ARP)) {
            assertEquals(Outcome.DONE, eastSide.in(() -> east.adapter().handle(wish, 1, new Moment(0))));

            var a = "ffffffffffff02000a0900010806000108000604000102000a0900010a090064ffffffffffff0a090064";
            var b = "ffffffffffff02000a0900010806000108000604000102000a0900010a090065ffffffffffff0a090065";
            assertEquals(List.of(a, b, a, b), sniffer.next(4));
        }
    }

    @Test
    void gratuitousArpWaitsForItsTimeAndNotForAnAddressThatWent() throws Exception {
        var link = new InterfaceName("east0");
        var pace = new GarpPace(List.of(link), 500_000_000L, 0);
        var kept = Ip.parse("10.9.0.100");
        var gone = Ip.parse("10.9.0.101");
        var wish = new SendGratuitousArp(
                link, eastSide.linkIndex("east0"), HardwareAddress.parse("02:00:0a:09:00:01"), List.of(kept, gone), 2);
        east.paced(pace);

        try (var sniffer = Sniffer.open(westSide, "west0", Sniffer.ARP)) {
            var begun = new Moment(1_000_000_000L);
            assertEquals(Outcome.DONE, eastSide.in(() -> east.adapter().handle(wish, 1, begun)));
            assertEquals(begun.plus(500_000_000L), east.adapter().announcesAt());
            announce(begun.plus(499_999_999L));
            announce(begun.plus(500_000_000L));
            east.adapter().forget(new LinkAddress(link, new InterfaceAddress(gone, 32)));
            announce(begun.plus(1_100_000_000L));

            var of = "ffffffffffff02000a0900010806000108000604000102000a090001";
            assertEquals(
                    List.of(
                            of + "0a090064ffffffffffff0a090064",
                            of + "0a090065ffffffffffff0a090065",
                            of + "0a090064ffffffffffff0a090064"),
                    sniffer.next(3));
            assertEquals(Moment.NEVER, east.adapter().announcesAt());
        }
    }

    private void announce(Moment now) throws Exception {
        eastSide.in(() -> {
            east.adapter().announceDue(now, (failed, _) -> fail(failed.toString()));
            return null;
        });
    }

    @Test
    void neighborAdvertisementsGoByteForByteAsKeepalivedSendsThem() throws Exception {
        var wish = new SendGratuitousArp(
                new InterfaceName("east0"),
                eastSide.linkIndex("east0"),
                HardwareAddress.parse("02:00:0a:09:00:01"),
                List.of(Ip.parse("fe80::9:100"), Ip.parse("fd09::100")),
                2);

        try (var sniffer = Sniffer.open(westSide, "west0", Sniffer.IPV6)) {
            assertEquals(Outcome.DONE, eastSide.in(() -> east.adapter().handle(wish, 1, new Moment(0))));

            var a = "33330000000102000a09000186dd6000000000203afffe800000000000000000000000090100"
                    + "ff02000000000000000000000000000188004b8220000000fe800000000000000000000000090100020102000a090001";
            var b = "33330000000102000a09000186dd6000000000203afffd090000000000000000000000000100"
                    + "ff02000000000000000000000000000188004e8220000000fd090000000000000000000000000100020102000a090001";
            assertEquals(List.of(a, b, a, b), sniffer.next(4));
        }
    }

    /** RFC 4861 7.2.5: without the flag hosts that have it as their default router would give it up. */
    @Test
    void aRouterSaysThatItIsOne() throws Exception {
        eastSide.in(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/east0/forwarding"), "1"));
        var wish = new SendGratuitousArp(
                new InterfaceName("east0"),
                eastSide.linkIndex("east0"),
                HardwareAddress.parse("02:00:0a:09:00:01"),
                List.of(Ip.parse("fe80::9:100")),
                1);

        try (var sniffer = Sniffer.open(westSide, "west0", Sniffer.IPV6)) {
            assertEquals(Outcome.DONE, eastSide.in(() -> east.adapter().handle(wish, 1, new Moment(0))));

            assertEquals(
                    List.of("33330000000102000a09000186dd6000000000203afffe800000000000000000000000090100"
                            + "ff02000000000000000000000000000188"
                            + "00cb81a0000000fe800000000000000000000000090100020102000a090001"),
                    sniffer.next(1));
        }
    }

    @Test
    void aFailureIsAnAnswerWithTheNumberOfTheKernel() throws Exception {
        var sent = Node.instance("east0", 51, VrrpVersion.V2, Node.GROUP);
        assertEquals(Linux.ENOTCONN, failed(east.advertise(sent, EAST)).errno());
        east.configure("1111", sent);
        assertEquals(Linux.ENOTCONN, failed(east.advertise(sent, EAST)).errno());
        assertEquals(19, failed(east.join(sent, 4711)).errno(), "ENODEV");
        assertEquals(Linux.ENOTCONN, failed(east.advertise(sent, EAST)).errno());

        assertEquals(Outcome.DONE, east.join(sent));
        assertEquals(Outcome.DONE, east.advertise(sent, EAST));
        eastSide.ip("link set east0 down");
        int down = failed(east.advertise(sent, EAST)).errno();
        assertTrue(down == 100 || down == 101, "ENETDOWN or ENETUNREACH, was " + down);
        var arp = new SendGratuitousArp(
                new InterfaceName("east0"), 4711, HardwareAddress.NONE, List.of(Ip.parse("10.9.0.100")), 1);
        assertEquals(
                6,
                failed(eastSide.in(() -> east.adapter().handle(arp, 1, new Moment(0))))
                        .errno(),
                "ENXIO");
    }

    @Test
    void aLinkThatWasMadeAnewIsJoinedAnewForAllItsInstances() throws Exception {
        var first = Node.instance("west0", 51, VrrpVersion.V3, Node.GROUP);
        var second = Node.instance("west0", 52, VrrpVersion.V3, Node.GROUP);
        west.run("", first, second);
        int before = westSide.linkIndex("west0");
        eastSide.ip("link delete east0");
        eastSide.cable("east0", 1, westSide, "west0", 2);
        assertNotEquals(before, westSide.linkIndex("west0"));

        assertEquals(Outcome.DONE, west.join(first));

        var sent = Node.instance("east0", 52, VrrpVersion.V3, Node.GROUP);
        east.run("", sent);
        east.advertise(sent, EAST);
        assertEquals(List.of("VI_52"), instances(west.hear(1)));
        assertEquals(Outcome.DONE, west.advertise(second, WEST));
    }

    @Test
    void anEndlessFloodDoesNotKeepTheCaller() throws Exception {
        var sent = Node.instance("east0", 51, VrrpVersion.V3, Node.GROUP);
        east.run("", sent);
        west.run("", Node.instance("west0", 51, VrrpVersion.V3, Node.GROUP));
        var again = new SendAdvert(sent.name(), Ip.parse(EAST), sent.advert(sent.priority()));
        for (int i = 0; i < 100; i++) {
            east.advertise(sent, EAST);
        }

        int taken = westSide.in(() -> west.adapter().drain(_ -> east.adapter().handle(again, 1)));

        assertEquals(VrrpAdapter.DRAIN_MAX, taken);
    }

    @Test
    void theConsumerMayLeaveWhileItHears() throws Exception {
        var sent = Node.instance("east0", 51, VrrpVersion.V3, Node.GROUP);
        east.run("", sent);
        west.run("", Node.instance("west0", 51, VrrpVersion.V3, Node.GROUP));
        east.advertise(sent, EAST);
        east.advertise(sent, EAST);

        int taken = westSide.in(() -> {
            Namespace.awaitReadable(west.adapter().readyFd(), 600_000);
            return west.adapter().drain(heard -> west.adapter().leave(heard.instance()));
        });

        assertEquals(1, taken);
    }

    @Test
    void aMissingPasswordIsOurMistake() {
        var instance = Node.instance("east0", 51, VrrpVersion.V2, Node.GROUP);
        var config = ControllerConfig.ofInstances("node", 0, List.of(instance));

        assertThrows(IllegalArgumentException.class, () -> east.adapter().configure(config, Map.of()));
    }

    @Test
    void aSteppedClockMakesNoNonsenseAge() {
        assertEquals(5, VrrpAdapter.lateNanos(1_000_005, 1_000_000));
        assertEquals(0, VrrpAdapter.lateNanos(1_000_000, 3_600_000_000_000L));
        assertEquals(10_000_000_000L, VrrpAdapter.lateNanos(3_600_000_000_000L, 1));
        assertEquals(0, VrrpAdapter.lateNanos(3_600_000_000_000L, 0));
    }

    private static List<Ip> sources(List<VrrpEvent> heard) {
        return heard.stream()
                .map(event -> assertInstanceOf(AdvertReceived.class, event).source())
                .toList();
    }

    private static List<String> instances(List<VrrpEvent> heard) {
        return heard.stream()
                .map(event ->
                        assertInstanceOf(AdvertReceived.class, event).instance().value())
                .toList();
    }

    private static Outcome.Failed failed(Outcome outcome) {
        return assertInstanceOf(Outcome.Failed.class, outcome);
    }
}
