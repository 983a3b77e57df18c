package io.keepsake.adapter.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.RouteNetlink.Requested;
import io.keepsake.core.config.AddressFlags;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes asked for are made in the kernel and answered once. */
class ChangesTest {
    private static final InterfaceName V0 = new InterfaceName("v0");

    private final Network network = new Network();
    private final Inbox inbox = new Inbox();
    private final RouteNetlink netlink = network.on(() -> RouteNetlink.open(inbox, inbox::failure, Watched.EVERYTHING));

    @BeforeEach
    void makeLink() {
        inbox.kernelRead();
        network.veth("v0", "v1");
        inbox.until(
                LinkSeen.class,
                told -> told.link().name().equals(V0) && told.link().usable());
    }

    @AfterEach
    void close() {
        netlink.close();
        network.close();
    }

    static VirtualAddress plain(String address) {
        return new VirtualAddress(InterfaceAddress.parse(address), V0, null, 0, null, false, true);
    }

    static Requested add(long effect, VirtualAddress address) {
        return new Requested(effect, new Effect.AddAddress(address));
    }

    static Requested remove(long effect, String address) {
        return new Requested(effect, new Effect.RemoveAddress(on(address), null));
    }

    static LinkAddress on(String address) {
        return new LinkAddress(V0, InterfaceAddress.parse(address));
    }

    private List<Event> untilAnswered(long effect) {
        return inbox.until(event -> answers(event, effect));
    }

    private static boolean answers(Event event, long effect) {
        return event instanceof EffectApplied(long applied) && applied == effect
                || event instanceof EffectFailed failed && failed.effect() == effect;
    }

    private EffectFailed failure(Requested requested) {
        netlink.apply(List.of(requested));
        return assertInstanceOf(
                EffectFailed.class, untilAnswered(requested.effect()).getLast());
    }

    @Test
    void ownAddressesAreSeenAsOwnBeforeTheAnswer() {
        netlink.apply(List.of(add(1, plain("10.9.0.10/32")), remove(2, "10.9.0.10/32")));
        var told = untilAnswered(2);
        assertEquals(
                List.of(
                        new AddressSeen(on("10.9.0.10/32"), true),
                        new EffectApplied(1),
                        new AddressGone(on("10.9.0.10/32"), true),
                        new EffectApplied(2)),
                told.stream().filter(event -> !(event instanceof LinkSeen)).toList());
    }

    @Test
    void ownIpv6AddressesAreSeenAsOwnBeforeTheAnswer() {
        netlink.apply(List.of(add(1, plain("fd09::10/128"))));
        var added = untilAnswered(1);
        assertTrue(added.contains(new AddressSeen(on("fd09::10/128"), true)), added.toString());
        var shown = network.ip("-d addr show dev v0");
        assertTrue(
                shown.contains("inet6 fd09::10/128 scope global nodad deprecated \n"
                        + "       valid_lft forever preferred_lft 0sec"),
                shown);
        netlink.apply(List.of(add(2, plain("fd09::11/64")), remove(3, "fd09::10/128")));
        var removed = untilAnswered(3);
        assertTrue(removed.contains(new AddressGone(on("fd09::10/128"), true)), removed.toString());
        assertTrue(network.ip("addr show dev v0").contains("inet6 fd09::11/64 scope global nodad"));
    }

    @Test
    void anAddressStandsAsKeepalivedPutsIt() {
        var brd = Ip.parse("10.8.0.255");
        netlink.apply(List.of(
                add(1, plain("10.9.0.10/32")),
                add(2, new VirtualAddress(InterfaceAddress.parse("10.8.0.1/24"), V0, brd, 0, "v0:vip", true, true)),
                add(3, new VirtualAddress(InterfaceAddress.parse("10.7.0.1/32"), V0, null, 253, null, false, true)),
                add(4, plain("10.8.0.2/24"))));
        untilAnswered(4);
        var shown =
                network.ip("-d -4 addr show dev v0").lines().map(String::strip).toList();
        assertTrue(shown.contains("inet 10.9.0.10/32 scope global v0"), shown.toString());
        assertTrue(
                shown.contains("inet 10.8.0.1/24 brd 10.8.0.255 scope global noprefixroute v0:vip"), shown.toString());
        assertTrue(shown.contains("inet 10.7.0.1/32 scope link v0"), shown.toString());
        assertTrue(shown.contains("inet 10.8.0.2/24 scope global secondary v0"), shown.toString());
        assertTrue(shown.contains("valid_lft forever preferred_lft forever"), shown.toString());
    }

    @Test
    void anAddressHasTheFlagsThatTheFileGivesIt() {
        var home = new AddressFlags(false, 60, true, false, false);
        var asked = new AddressFlags(true, Integer.MAX_VALUE, false, true, false);
        var never = new AddressFlags(false, 0, false, false, false);
        netlink.apply(List.of(
                add(1, flagged("fd09::10/64", home)),
                add(2, flagged("fd09::11/64", asked)),
                add(3, flagged("10.9.0.12/32", never))));
        untilAnswered(3);
        var shown = network.ip("addr show dev v0").replaceAll("\\s+", " ");
        assertTrue(
                shown.contains("fd09::10/64 scope global nodad home valid_lft forever preferred_lft 60sec")
                        || shown.contains("fd09::10/64 scope global nodad home valid_lft forever preferred_lft 59sec"),
                shown);
        assertTrue(
                shown.contains("fd09::11/64 scope global tentative mngtmpaddr valid_lft forever preferred_lft forever"),
                shown);
        assertTrue(shown.contains("10.9.0.12/32 scope global deprecated v0 valid_lft forever"), shown);
    }

    private static VirtualAddress flagged(String address, AddressFlags flags) {
        return new VirtualAddress(InterfaceAddress.parse(address), V0, null, 0, null, false, true, flags, null);
    }

    @Test
    void anAddressWithAPeerStandsAndGoesWithIt() {
        var both = List.of(
                with("10.9.0.10/24", "10.8.0.1"), with("10.9.0.11/32", "10.9.0.99"), with("fd09::10/128", "fd08::1"));
        for (var wanted : both) {
            netlink.apply(List.of(add(1, wanted)));
            assertTrue(untilAnswered(1).contains(new AddressSeen(wanted.standing(), true)), wanted.toString());
        }
        var shown = network.ip("addr show dev v0");
        assertTrue(shown.contains("inet 10.9.0.10 peer 10.8.0.1/24 scope global v0"), shown);
        assertTrue(shown.contains("inet 10.9.0.11 peer 10.9.0.99/32 scope global v0"), shown);
        assertTrue(shown.contains("inet6 fd09::10 peer fd08::1/128 scope global nodad deprecated"), shown);
        network.ip("addr add 10.9.0.11 peer 10.9.0.98 dev v0");
        assertEquals(99, failure(remove(2, "10.9.0.11/32")).errno(), "without its peer it is another address");
        for (var wanted : both) {
            netlink.apply(List.of(new Requested(3, new Effect.RemoveAddress(wanted.place(), wanted.peer()))));
            assertTrue(untilAnswered(3).contains(new AddressGone(wanted.place(), true)), wanted.toString());
        }
        var left = network.ip("addr show dev v0");
        assertTrue(left.contains("inet 10.9.0.11 peer 10.9.0.98/32 scope global v0"), left);
        assertFalse(left.contains("10.8.0.1") || left.contains("10.9.0.99") || left.contains("fd08::1"), left);
    }

    private static VirtualAddress with(String address, String peer) {
        return new VirtualAddress(
                InterfaceAddress.parse(address), V0, null, 0, null, false, true, AddressFlags.NONE, Ip.parse(peer));
    }

    @Test
    void theKernelsRefusalsAreAnswers() {
        netlink.apply(List.of(add(1, plain("10.9.0.10/32"))));
        untilAnswered(1);
        assertEquals(
                new EffectFailed(2, 17, "RTM_NEWADDR 10.9.0.10/32 on v0: EEXIST (17): ipv4: Address already assigned"),
                failure(add(2, plain("10.9.0.10/32"))));
        assertEquals(99, failure(remove(3, "10.9.0.11/32")).errno());
        assertEquals(99, failure(remove(4, "10.9.0.10/24")).errno(), "another prefix length is another address");
        var nowhere = new VirtualAddress(
                InterfaceAddress.parse("10.9.0.12/32"), new InterfaceName("eth9"), null, 0, null, false, true);
        assertEquals(
                new EffectFailed(5, 19, "RTM_NEWADDR 10.9.0.12/32 on eth9: ENODEV (19): no such interface"),
                failure(add(5, nowhere)));
        var longLabel = new VirtualAddress(
                InterfaceAddress.parse("10.9.0.12/32"), V0, null, 0, "v0:0123456789abc", false, true);
        assertEquals(34, failure(add(6, longLabel)).errno());
        assertTrue(network.ip("addr show dev v0").contains("10.9.0.10/32"));
    }

    @Test
    void withoutTheCapabilityTheAnswerNamesIt() {
        var told = new Inbox();
        var unprivileged =
                network.onThreadWithoutCapabilities(() -> RouteNetlink.open(told, told::failure, Watched.EVERYTHING));
        told.kernelRead();
        unprivileged.apply(List.of(add(1, plain("10.9.0.10/32"))));
        assertEquals(
                new EffectFailed(1, 1, "RTM_NEWADDR 10.9.0.10/32 on v0: EPERM (1); the daemon needs CAP_NET_ADMIN"),
                told.until(EffectFailed.class, _ -> true));
        unprivileged.close();
    }

    @Test
    void aThousandAddressesAreAddedAndRemovedEachAnsweredOnce() {
        var addresses = IntStream.range(0, 1000)
                .mapToObj(i -> "10.1." + i / 250 + "." + (i % 250 + 1) + "/32")
                .toList();
        var adds = new ArrayList<Requested>();
        var removes = new ArrayList<Requested>();
        for (int i = 0; i < addresses.size(); i++) {
            adds.add(add(i + 1, plain(addresses.get(i))));
            removes.add(remove(1001 + i, addresses.get(i)));
        }
        netlink.apply(adds);
        assertEquals(LongStream.rangeClosed(1, 1000).boxed().toList(), applied(untilAnswered(1000)));
        assertEquals(1000, network.ip("-4 -o addr show dev v0").lines().count());
        netlink.apply(removes);
        assertEquals(LongStream.rangeClosed(1001, 2000).boxed().toList(), applied(untilAnswered(2000)));
        assertEquals("", network.ip("-4 -o addr show dev v0"));
    }

    private static List<Long> applied(List<Event> events) {
        assertFalse(events.stream().anyMatch(EffectFailed.class::isInstance), events.toString());
        assertFalse(events.stream().anyMatch(KernelRead.class::isInstance), "an acknowledgement was lost");
        return events.stream()
                .filter(EffectApplied.class::isInstance)
                .map(event -> ((EffectApplied) event).effect())
                .toList();
    }

    @Test
    void closingDoesFirstWhatWasHandedOver() {
        netlink.apply(IntStream.rangeClosed(1, 200)
                .mapToObj(i -> add(i, plain("10.9.0." + i + "/32")))
                .toList());
        netlink.close();
        assertEquals(LongStream.rangeClosed(1, 200).boxed().toList(), applied(untilAnswered(200)));
        netlink.apply(List.of(add(201, plain("10.9.0.201/32"))));
        assertEquals(125, ((EffectFailed) untilAnswered(201).getLast()).errno());
    }

    @Test
    void aChangeOfAnotherAdapterIsAMistakeOfTheCaller() {
        var join = new Requested(1, new Effect.JoinGroup(new InstanceName("VI_1"), V0, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> netlink.apply(List.of(join)));
    }

    @Test
    void aFailureOfTheThreadIsToldAndEveryChangeAnswered() {
        var told = new Inbox();
        var broken = network.on(() -> RouteNetlink.open(
                event -> {
                    told.accept(event);
                    if (event instanceof AddressSeen) {
                        throw new IllegalStateException("the inbox is broken");
                    }
                },
                told::failure,
                Watched.EVERYTHING));
        told.kernelRead();
        broken.apply(List.of(add(1, plain("10.9.0.10/32")), add(2, plain("10.9.0.11/32"))));
        var first = told.until(EffectFailed.class, _ -> true);
        var second = told.until(EffectFailed.class, _ -> true);
        var last = told.until(EffectFailed.class, _ -> true);
        assertEquals(List.of(1L, 2L, -1L), List.of(first.effect(), second.effect(), last.effect()));
        assertTrue(last.detail().contains("the inbox is broken"), last.detail());
        broken.close();
    }
}
