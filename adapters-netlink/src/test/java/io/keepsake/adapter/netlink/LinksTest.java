package io.keepsake.adapter.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.RouteNetlink.Requested;
import io.keepsake.core.effect.Effect.SetPromotion;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.core.value.Watched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the kernel does to links and addresses is told as facts. */
class LinksTest {
    private static final InterfaceName V0 = new InterfaceName("v0");

    private final Network network = new Network();
    private final Inbox inbox = new Inbox();
    private RouteNetlink netlink = open();

    private RouteNetlink open() {
        return network.on(() -> RouteNetlink.open(inbox, inbox::failure, Watched.EVERYTHING));
    }

    @AfterEach
    void close() {
        netlink.close();
        network.close();
    }

    private Link seen(String name) {
        return inbox.until(LinkSeen.class, seen -> seen.link().name().value().equals(name))
                .link();
    }

    private static LinkAddress on(String link, String address) {
        return new LinkAddress(new InterfaceName(link), InterfaceAddress.parse(address));
    }

    @Test
    void theKernelIsReadFirstAsOneFact() {
        network.ip("link set lo up");
        network.ip("link add name v0 address 02:00:0a:09:00:01 mtu 1400 type veth peer name v1");
        network.ip("link set v0 up");
        network.ip("addr add 10.9.0.1/24 dev v0");
        network.ip("addr add 10.9.0.2/24 dev v0");
        netlink.close();
        var fresh = new Inbox();
        netlink = network.on(() -> RouteNetlink.open(fresh, fresh::failure, Watched.EVERYTHING));
        var read = assertInstanceOf(KernelRead.class, fresh.next());
        var v0 = read.links().stream().filter(link -> link.name().equals(V0)).findFirst();
        assertEquals(
                new Link(V0, v0.orElseThrow().index(), true, false, false, 1400, mac("02:00:0a:09:00:01")),
                v0.orElseThrow());
        assertTrue(read.links().stream().anyMatch(link -> link.loopback() && link.usable()));
        assertEquals(
                List.of(
                        new StandingAddress(on("lo", "127.0.0.1/8"), null, 254, null, false),
                        StandingAddress.plain(on("lo", "::1/128")),
                        StandingAddress.plain(on("v0", "10.9.0.1/24")),
                        StandingAddress.plain(on("v0", "10.9.0.2/24"))),
                read.addresses());
    }

    /** The kernel lists those of IPv6 the newest first, and before the link's own. */
    @Test
    void addressesOfIpv6AreReadTheOldestFirst() {
        network.ip("link add name v0 type veth peer name v1");
        network.ip("link set v0 up");
        network.ip("link set v1 up");
        network.ip("addr add fe80::77/64 dev v0 nodad");
        network.ip("addr add fd09::1/64 dev v0 nodad");
        network.ip("addr add fd09::100/128 dev v0 nodad");
        netlink.close();
        var fresh = new Inbox();
        netlink = network.on(() -> RouteNetlink.open(fresh, fresh::failure, Watched.EVERYTHING));
        var read = assertInstanceOf(KernelRead.class, fresh.next());
        var told = read.addresses().stream()
                .filter(a -> a.link().equals(V0) && !a.ip().isLinkLocal())
                .map(a -> a.place().address().toString())
                .toList();
        assertEquals(List.of("fd09::1/64", "fd09::100/128"), told);
    }

    private static HardwareAddress mac(String text) {
        return HardwareAddress.parse(text);
    }

    @Test
    void aLinkThatLosesItsCarrierIsUpAndNotRunning() {
        inbox.kernelRead();
        network.veth("v0", "v1");
        inbox.until(
                LinkSeen.class,
                told -> told.link().name().equals(V0) && told.link().usable());
        network.ip("link set v1 down");
        var lost = inbox.until(LinkSeen.class, told -> told.link().name().equals(V0));
        assertTrue(lost.link().up() && !lost.link().running(), lost.toString());
        network.ip("link set v1 up");
        inbox.until(
                LinkSeen.class,
                told -> told.link().name().equals(V0) && told.link().usable());
        network.ip("link set v0 down");
        inbox.until(
                LinkSeen.class,
                told -> told.link().name().equals(V0) && !told.link().up());
    }

    @Test
    void aLinkIsToldOnlyWhenItDiffers() {
        inbox.kernelRead();
        network.ip("link add name v0 type veth peer name v1");
        network.ip("link set v0 up");
        inbox.until(
                LinkSeen.class,
                told -> told.link().name().equals(V0) && told.link().up());
        network.ip("link set v0 alias nobody-asked");
        network.ip("link set v0 mtu 1300");
        var events = inbox.until(event -> event instanceof LinkSeen(var link) && link.mtu() == 1300);
        assertEquals(
                1,
                events.stream()
                        .filter(event -> event instanceof LinkSeen(var link)
                                && link.name().equals(V0))
                        .count(),
                events.toString());
    }

    @Test
    void aDeletedLinkIsGoneAfterItsAddresses() {
        inbox.kernelRead();
        network.ip("link add name v0 type veth peer name v1");
        network.ip("addr add 10.9.0.1/24 dev v0");
        int index = seen("v0").index();
        network.ip("link del v0");
        var events = inbox.until(
                event -> event instanceof LinkGone gone && gone.link().equals(V0));
        assertTrue(events.contains(new AddressGone(on("v0", "10.9.0.1/24"), false)), events.toString());
        assertEquals(new LinkGone(V0, index), events.getLast());
    }

    @Test
    void aPortThatLeavesItsBridgeIsNotGone() {
        inbox.kernelRead();
        network.ip("link add name v0 type veth peer name v1");
        network.ip("link add br0 type bridge");
        network.ip("link set v0 master br0");
        network.ip("link set v0 nomaster");
        network.ip("link del br0");
        var events = inbox.until(event -> event instanceof LinkGone);
        assertEquals(
                new InterfaceName("br0"),
                assertInstanceOf(LinkGone.class, events.getLast()).link());
    }

    @Test
    void aRenamedLinkIsGoneSeenAndItsAddressesSeenAgain() {
        inbox.kernelRead();
        network.ip("link add name v0 type veth peer name v1");
        network.ip("addr add 10.9.0.1/24 dev v0");
        inbox.until(AddressSeen.class, _ -> true);
        network.ip("link set v0 name w0");
        var told = inbox.until(event -> event instanceof AddressSeen);
        int index = ((LinkGone) told.get(told.size() - 3)).linkIndex();
        assertEquals(new LinkGone(V0, index), told.get(told.size() - 3));
        assertEquals("w0", ((LinkSeen) told.get(told.size() - 2)).link().name().value());
        // The kernel leaves the label as it was.
        assertEquals(
                new AddressSeen(new StandingAddress(on("w0", "10.9.0.1/24"), null, 0, "v0", false), false),
                told.getLast());
    }

    @Test
    void whatOthersDoToAddressesIsNotOurOwn() {
        inbox.kernelRead();
        network.ip("link add name v0 type veth peer name v1");
        foreign("10.9.0.10/32", "addr", "");
        foreign("fd09::10/128", "-6 addr", " nodad");
    }

    private void foreign(String address, String command, String options) {
        network.ip("link set v0 up");
        network.ip(command + " add " + address + " dev v0" + options);
        assertEquals(new AddressSeen(on("v0", address), false), lastOf(AddressSeen.class, address));
        network.ip(command + " del " + address + " dev v0");
        assertEquals(new AddressGone(on("v0", address), false), lastOf(AddressGone.class, address));
    }

    private <E extends LinkEvent> Event lastOf(Class<E> type, String address) {
        return inbox.until(type, event -> names(event, address));
    }

    private static boolean names(LinkEvent event, String address) {
        return switch (event) {
            case AddressSeen seen -> seen.address().place().address().equals(InterfaceAddress.parse(address));
            case AddressGone gone -> gone.address().address().equals(InterfaceAddress.parse(address));
            case KernelRead _, LinkSeen _, LinkGone _ -> false;
        };
    }

    @Test
    void whatBecomesOfOtherAddressesOfALinkIsSetAndTold() {
        network.ip("link add name v0 type veth peer name v1");
        network.ip("link set v0 up"); // of a link that is down the kernel tells nothing
        var v0 = seen("v0");
        assertFalse(v0.promotes());
        for (boolean on : List.of(true, false)) {
            netlink.apply(List.of(new Requested(7, new SetPromotion(V0, v0.index(), on))));
            inbox.until(
                    LinkSeen.class,
                    seen -> seen.link().name().equals(V0) && seen.link().promotes() == on);
            inbox.until(EffectApplied.class, done -> done.effect() == 7);
            assertEquals(on ? "1" : "0", network.on(() -> Files.readString(
                            Path.of("/proc/sys/net/ipv4/conf/v0/promote_secondaries"))
                    .strip()));
        }
    }

    @Test
    void ofALinkThatIsGoneNothingCanBeSet() {
        netlink.apply(List.of(new Requested(7, new SetPromotion(V0, 9, true))));
        var failed = inbox.until(EffectFailed.class, each -> each.effect() == 7);
        assertTrue(failed.detail().startsWith("RTM_SETLINK v0 promote_secondaries 1: "), failed.detail());
    }
}
