package io.keepsake.adapter.netlink;

import static io.keepsake.adapter.netlink.ChangesTest.add;
import static io.keepsake.adapter.netlink.ChangesTest.plain;
import static io.keepsake.adapter.netlink.ChangesTest.remove;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.adapter.netlink.RouteNetlink.Requested;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.RoutingEvent.RoutingGone;
import io.keepsake.core.event.RoutingEvent.RoutingRead;
import io.keepsake.core.event.RoutingEvent.RoutingSeen;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.Watched;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kernel takes a route of IPv4 with the address that it names as source. Whose doing that was is whose the address's was. */
class SourceOfRouteTest {
    private static final Routing ROUTE = Routing.parse("route unicast 10.20.0.0/16 src 10.9.0.10 dev v0");

    private final Network network = new Network();
    private final Inbox inbox = new Inbox();
    private final RouteNetlink netlink;

    SourceOfRouteTest() {
        network.veth("v0", "v1");
        var watched = Watched.of(
                Set.of(new InterfaceName("v0")), Set.of(Ip.parse("10.9.0.10"), Ip.parse("10.9.0.11")), Set.of(ROUTE));
        netlink = network.on(() -> RouteNetlink.open(inbox, inbox::failure, watched));
    }

    @BeforeEach
    void stands() {
        inbox.kernelRead();
        inbox.until(event -> event instanceof RoutingRead);
        netlink.apply(List.of(
                add(1, plain("10.9.0.10/24")),
                add(2, plain("10.9.0.11/24")),
                new Requested(3, new Effect.AddRouting(ROUTE))));
        inbox.until(event -> event instanceof RoutingSeen);
        inbox.until(event -> event.equals(new EffectApplied(3)));
    }

    @AfterEach
    void close() {
        netlink.close();
        network.close();
    }

    private RoutingGone gone() {
        var events = inbox.until(event -> event instanceof RoutingGone);
        return (RoutingGone) events.getLast();
    }

    @Test
    void byOurOwnHand() {
        netlink.apply(List.of(remove(4, "10.9.0.10/24"), add(5, plain("10.9.0.10/24"))));
        assertEquals(new RoutingGone(ROUTE, true), gone());
    }

    @Test
    void bySomebodyElses() {
        network.ip("addr del 10.9.0.10/24 dev v0");
        assertEquals(new RoutingGone(ROUTE, false), gone());
    }

    /** What the kernel does with an address that went by our own hand says nothing of the next time. */
    @Test
    void bySomebodyElsesAfterOurOwn() {
        netlink.apply(List.of(remove(4, "10.9.0.10/24"), add(5, plain("10.9.0.10/24"))));
        assertEquals(new RoutingGone(ROUTE, true), gone());
        netlink.apply(List.of(new Requested(6, new Effect.AddRouting(ROUTE))));
        inbox.until(event -> event.equals(new EffectApplied(6)));
        network.ip("route del 10.20.0.0/16");
        assertEquals(new RoutingGone(ROUTE, false), gone());
    }
}
