package io.keepsake.adapter.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.core.value.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is not watched is not told, and what of many notices is told. */
class WatchedTest {
    private static final InterfaceName V0 = new InterfaceName("v0");
    private static final InterfaceName V1 = new InterfaceName("v1");

    @Test
    void onlyWatchedLinksAreTold() {
        try (var network = new Network()) {
            network.veth("v0", "v1");
            network.ip("addr add 10.1.0.1/24 dev v0");
            network.ip("addr add 10.1.0.2/24 dev v1");
            var inbox = new Inbox();
            try (var _ = network.on(() -> RouteNetlink.open(inbox, inbox::failure, Watched.of(Set.of(V0), Set.of())))) {
                var read = inbox.kernelRead();
                assertEquals(List.of(V0), read.links().stream().map(Link::name).toList());
                assertEquals(1, read.addresses().size());
                network.ip("addr add 10.1.0.3/24 dev v1");
                network.ip("link add d0 type veth peer name d1");
                network.ip("link del d0");
                network.ip("addr add 10.1.0.4/24 dev v0");
                var told = inbox.until(event ->
                        event instanceof AddressSeen seen && seen.address().ip().equals(Ip.parse("10.1.0.4")));
                assertTrue(told.stream().noneMatch(event -> event.toString().contains("v1")), told::toString);
                assertTrue(told.stream().noneMatch(event -> event.toString().contains("d0")), told::toString);
            }
        }
    }

    @Test
    void whatIsWatchedFromNowOnIsToldBeforeTheAnswer() throws Exception {
        try (var network = new Network()) {
            network.veth("v0", "v1");
            network.ip("addr add 10.1.0.2/24 dev v1");
            var inbox = new Inbox();
            try (var netlink =
                    network.on(() -> RouteNetlink.open(inbox, inbox::failure, Watched.of(Set.of(V0), Set.of())))) {
                inbox.kernelRead();
                var told = netlink.watch(Watched.of(Set.of(V0, V1), Set.of())).get(10, TimeUnit.MINUTES);
                assertEquals(2, told.size(), told::toString);
                assertTrue(
                        told.getFirst() instanceof LinkSeen seen
                                && seen.link().name().equals(V1),
                        told::toString);
                assertTrue(told.getLast() instanceof AddressSeen, told::toString);
                // the kernel tells when it likes that the other end of a pair is up
                var heard = inbox.until(event -> event.equals(told.getLast())).stream()
                        .filter(event -> !(event instanceof LinkSeen seen
                                && seen.link().name().equals(V0)))
                        .toList();
                assertEquals(told, heard);
                assertEquals(
                        List.of(),
                        netlink.watch(Watched.of(Set.of(V1), Set.of())).get(10, TimeUnit.MINUTES));
            }
        }
    }

    @Test
    void anAddressIsToldWhereverItStands() {
        try (var network = new Network()) {
            network.veth("v0", "v1");
            var inbox = new Inbox();
            try (var _ = network.on(() ->
                    RouteNetlink.open(inbox, inbox::failure, Watched.of(Set.of(V0), Set.of(Ip.parse("10.1.0.9")))))) {
                inbox.kernelRead();
                network.ip("addr add 10.1.0.8/24 dev v1");
                network.ip("addr add 10.1.0.9/24 dev v1");
                var seen = inbox.until(AddressSeen.class, _ -> true);
                assertEquals(Ip.parse("10.1.0.9"), seen.address().ip());
                network.ip("link del v1");
                inbox.until(event -> event instanceof AddressGone gone
                                && gone.address().address().ip().equals(Ip.parse("10.1.0.9"))
                        || event instanceof LinkGone link && link.link().equals(V1));
            }
        }
    }

    private static LinkSeen seen(int mtu) {
        return new LinkSeen(new Link(V0, 2, true, true, false, mtu, HardwareAddress.NONE));
    }

    private static LinkAddress place(int number) {
        return new LinkAddress(V0, new InterfaceAddress(Ip.v4(0x0a000000 + number), 32));
    }

    @Test
    void ofManyAtOnceTheLastCountsAndALinkThatWentBetween() {
        var told = new ArrayList<Event>();
        var notices = new Notices(told::add, Watched.EVERYTHING);
        for (int i = 0; i < 100; i++) {
            notices.add(seen(1000 + i));
            notices.add(new AddressSeen(StandingAddress.plain(place(1)), false));
            notices.add(new LinkGone(V0, 2));
        }
        var last = new AddressSeen(StandingAddress.plain(place(2)), false);
        notices.add(seen(1500));
        notices.add(last);
        notices.add(new AddressSeen(StandingAddress.plain(place(3)), false));
        notices.add(new AddressGone(place(3), false));
        notices.tell();
        assertEquals(List.of(new LinkGone(V0, 2), seen(1500), last, new AddressGone(place(3), false)), told);
    }

    @Test
    void aFewAreToldAsTheyAre() {
        var told = new ArrayList<Event>();
        var notices = new Notices(told::add, Watched.EVERYTHING);
        List<LinkEvent> few = List.of(seen(1), new LinkGone(V0, 2), seen(2), seen(3));
        few.forEach(notices::add);
        notices.tell();
        assertEquals(few, told);
    }
}
