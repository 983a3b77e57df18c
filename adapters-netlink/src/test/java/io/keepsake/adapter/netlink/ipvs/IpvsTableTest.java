package io.keepsake.adapter.netlink.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.adapter.netlink.ipvs.Reading.Found;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfDestination;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfService;
import io.keepsake.adapter.netlink.ipvs.wire.Traffic;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.IpvsEvent.DestinationGone;
import io.keepsake.core.event.IpvsEvent.DestinationSeen;
import io.keepsake.core.event.IpvsEvent.Entry;
import io.keepsake.core.event.IpvsEvent.ServiceGone;
import io.keepsake.core.event.IpvsEvent.ServiceSeen;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Forwarding.Checksum;
import io.keepsake.core.value.Forwarding.Method;
import io.keepsake.core.value.Forwarding.Tunnel;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of a reading is news. */
class IpvsTableTest {
    private static final ServiceKey KEY = ServiceKey.parse("tcp:10.9.0.100:80");
    private static final Service WEB = new Service(KEY, "rr", 0, false, 0, 32, "");
    private static final Endpoint ONE = Endpoint.parse("10.9.0.11:80");
    private static final Destination DIRECT = new Destination(ONE, Forwarding.DR, 3, 0, 0);

    private final IpvsTable table = new IpvsTable();

    private static Map<ServiceKey, Found> shows(Service service, Destination... destinations) {
        var parts = Arrays.stream(destinations)
                .map(destination -> new OfDestination(destination, 0, 0, 0, Traffic.NONE))
                .toList();
        return Map.of(service.key(), new Found(new OfService(service, Traffic.NONE), parts));
    }

    private List<IpvsEvent> meet(Map<ServiceKey, Found> shown) {
        return table.meet(shown, Set.of());
    }

    private void program(Service service, Destination destination) {
        table.accept(new IpvsChange.AddService(service));
        table.accept(new IpvsChange.AddDestination(service.key(), destination));
    }

    @Test
    void ownChangesAreNoNews() {
        program(WEB, DIRECT);
        assertEquals(List.of(), meet(shows(WEB, DIRECT)));
        table.accept(new IpvsChange.RemoveDestination(KEY, ONE));
        assertEquals(List.of(), meet(shows(WEB)));
        table.accept(new IpvsChange.RemoveService(KEY));
        assertEquals(List.of(), meet(Map.of()));
    }

    @Test
    void aDifferenceIsToldOnce() {
        assertEquals(List.of(new ServiceSeen(WEB), new DestinationSeen(KEY, DIRECT)), meet(shows(WEB, DIRECT)));
        assertEquals(List.of(), meet(shows(WEB, DIRECT)));
        var lighter = new Destination(ONE, Forwarding.DR, 1, 0, 0);
        assertEquals(List.of(new DestinationSeen(KEY, lighter)), meet(shows(WEB, lighter)));
        assertEquals(List.of(new DestinationGone(KEY, ONE)), meet(shows(WEB)));
        assertEquals(List.of(new ServiceGone(KEY)), meet(Map.of()));
        assertEquals(List.of(), meet(Map.of()));
    }

    @Test
    void aServiceEditedByOthersKeepsItsDestinations() {
        program(WEB, DIRECT);
        var other = new Service(KEY, "wlc", 0, false, 0, 32, "");
        assertEquals(List.of(new ServiceSeen(other)), meet(shows(other, DIRECT)));
        assertEquals(List.of(new Entry(other, List.of(DIRECT))), table.entries());
    }

    @Test
    void aLocalDestinationAnswersTheWantedOneAndStaysInItsWords() {
        program(WEB, DIRECT);
        var local = new Destination(ONE, Forwarding.LOCAL, 3, 0, 0);
        assertEquals(List.of(), meet(shows(WEB, local)));
        assertEquals(List.of(new Entry(WEB, List.of(DIRECT))), table.entries());
        var heavier = new Destination(ONE, Forwarding.LOCAL, 9, 0, 0);
        assertEquals(List.of(new DestinationSeen(KEY, heavier)), meet(shows(WEB, heavier)));
    }

    @Test
    void whatHasNoEffectIsNoDifference() {
        var idle = new Service(KEY, "rr", 0, false, 0, 24, "");
        var odd = new Destination(ONE, new Forwarding(Method.TUN, Tunnel.IPIP, 9, Checksum.FULL), 3, 0, 0);
        program(idle, odd);
        assertEquals(List.of(), meet(shows(WEB, new Destination(ONE, Forwarding.IPIP, 3, 0, 0))));
        assertEquals(List.of(new Entry(idle, List.of(odd))), table.entries());
    }

    @Test
    void whatAProgramTouchedMeanwhileIsNotCompared() {
        program(WEB, DIRECT);
        assertEquals(List.of(), table.meet(Map.of(), Set.of(KEY)));
        assertEquals(List.of(new Entry(WEB, List.of(DIRECT))), table.entries());
        table.accept(new IpvsChange.RemoveService(KEY));
        assertEquals(List.of(), table.meet(shows(WEB, DIRECT), Set.of(KEY)));
        assertEquals(List.of(), table.entries());
    }

    @Test
    void aChangeInAnUnknownServiceIsLeftToTheReading() {
        table.accept(new IpvsChange.AddDestination(KEY, DIRECT));
        assertEquals(List.of(new ServiceSeen(WEB), new DestinationSeen(KEY, DIRECT)), meet(shows(WEB, DIRECT)));
    }
}
