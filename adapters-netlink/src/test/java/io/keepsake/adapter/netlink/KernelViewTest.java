package io.keepsake.adapter.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.wire.RouteNotice.AddressAbsent;
import io.keepsake.adapter.netlink.wire.RouteNotice.AddressPresent;
import io.keepsake.adapter.netlink.wire.RouteNotice.LinkAbsent;
import io.keepsake.adapter.netlink.wire.RouteNotice.LinkPresent;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.value.Dad;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.core.value.Watched;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each fact is told once. */
class KernelViewTest {
    private static final InterfaceAddress ADDRESS = InterfaceAddress.parse("10.9.0.10/32");
    private static final Ip SELF = ADDRESS.ip();
    private static final Ip PEER = Ip.parse("10.9.0.99");

    private final KernelView view = new KernelView();

    private static Link link(String name, int index) {
        return new Link(new InterfaceName(name), index, true, true, false, 1500, HardwareAddress.NONE);
    }

    private static LinkAddress on(String name) {
        return new LinkAddress(new InterfaceName(name), ADDRESS);
    }

    private static AddressPresent present(int link, Ip peer) {
        return present(link, peer, "v0");
    }

    private static AddressPresent present(int link, Ip peer, String label) {
        return new AddressPresent(link, ADDRESS, peer, null, 0, label, false, Dad.DONE);
    }

    @Test
    void anAddressThatStandsWithAnotherLabelIsToldAgain() {
        view.hear(new LinkPresent(link("v0", 3)), false);
        view.hear(present(3, SELF), true);
        var labelled = new StandingAddress(on("v0"), null, 0, "v0:1", false);
        assertEquals(List.of(new AddressSeen(labelled, false)), view.hear(present(3, SELF, "v0:1"), false));
    }

    @Test
    void anAddressIsToldOnceAlthoughTheKernelRepeatsItself() {
        view.hear(new LinkPresent(link("v0", 3)), false);
        assertEquals(List.of(new AddressSeen(on("v0"), true)), view.hear(present(3, SELF), true));
        assertEquals(List.of(), view.hear(present(3, SELF), false));
        assertEquals(List.of(new AddressGone(on("v0"), false)), view.hear(new AddressAbsent(3, ADDRESS, SELF), false));
        assertEquals(List.of(), view.hear(new AddressAbsent(3, ADDRESS, SELF), false));
    }

    @Test
    void anAddressStandsAsLongAsItStandsWithAnyPeer() {
        view.hear(new LinkPresent(link("v0", 3)), false);
        view.hear(present(3, SELF), true);
        assertEquals(List.of(), view.hear(present(3, PEER), false));
        assertEquals(List.of(), view.hear(new AddressAbsent(3, ADDRESS, PEER), false));
        assertTrue(view.stands(3, ADDRESS, SELF));
        assertEquals(List.of(new AddressGone(on("v0"), true)), view.hear(new AddressAbsent(3, ADDRESS, SELF), true));
        assertFalse(view.stands(3, ADDRESS, SELF));
    }

    @Test
    void anAddressIsAnotherWithItsNextPeer() {
        view.hear(new LinkPresent(link("v0", 3)), false);
        var with = new StandingAddress(on("v0"), PEER, null, 0, null, false, Dad.DONE);
        assertEquals(List.of(new AddressSeen(with, true)), view.hear(present(3, PEER), true));
        assertEquals(List.of(), view.hear(present(3, SELF), false));
        assertFalse(view.stands(3, ADDRESS, Ip.parse("10.9.0.98")));
        assertEquals(
                List.of(new AddressGone(on("v0"), false), new AddressSeen(on("v0"), false)),
                view.hear(new AddressAbsent(3, ADDRESS, PEER), false));
        assertFalse(view.stands(3, ADDRESS, PEER));
    }

    @Test
    void thePeerOfAnIpv6AddressChangesAsItStands() {
        var address = InterfaceAddress.parse("fd09::10/128");
        var place = new LinkAddress(new InterfaceName("v0"), address);
        view.hear(new LinkPresent(link("v0", 3)), false);
        for (var peer : List.of(Ip.parse("fd09::20"), Ip.parse("fd09::21"))) {
            var with = new StandingAddress(place, peer, null, 0, null, false, Dad.DONE);
            var told = new AddressPresent(3, address, peer, null, 0, null, false, Dad.DONE);
            assertEquals(List.of(new AddressSeen(with, false)), view.hear(told, false));
        }
    }

    @Test
    void aLinkMadeAgainHasAnotherIndexAndNoAddresses() {
        view.hear(new LinkPresent(link("v0", 3)), false);
        view.hear(present(3, SELF), false);
        assertEquals(List.of(new LinkGone(new InterfaceName("v0"), 3)), view.hear(new LinkAbsent(3), false));
        view.hear(new LinkPresent(link("v0", 4)), false);
        assertEquals(4, view.indexOf(new InterfaceName("v0")).orElseThrow());
        assertEquals(List.of(), view.read(Watched.EVERYTHING).addresses());
        assertEquals(List.of(), view.hear(new LinkAbsent(3), false));
    }

    @Test
    void aNameThatMovedToAnotherLinkIsFoundThere() {
        view.hear(new LinkPresent(link("v0", 3)), false);
        view.hear(new LinkPresent(link("old", 3)), false);
        view.hear(new LinkPresent(link("v0", 4)), false);
        view.hear(new LinkAbsent(3), false);
        assertEquals(4, view.indexOf(new InterfaceName("v0")).orElseThrow());
        assertTrue(view.indexOf(new InterfaceName("old")).isEmpty());
    }

    @Test
    void anAddressOnAnUnknownLinkIsNotToldYet() {
        assertEquals(List.of(), view.hear(present(9, SELF), false));
    }
}
