package io.keepsake.adapter.netlink.ipvs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfDaemon;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfDestination;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfService;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfTimeouts;
import io.keepsake.adapter.netlink.wire.Acknowledgement;
import io.keepsake.adapter.netlink.wire.Captured;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Forwarding.Checksum;
import io.keepsake.core.value.Forwarding.Method;
import io.keepsake.core.value.Forwarding.Tunnel;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Datagrams of a real kernel, read. */
class IpvsRepliesTest {
    private static final String CAPTURED = "/wire/ipvs.hex";
    private static final Ip ANY = Ip.v4(0);

    private static List<IpvsReply> replies(String asked) {
        return Captured.messages(CAPTURED, asked).stream()
                .flatMap(message -> IpvsReply.decode(message).stream())
                .toList();
    }

    private static Service service(String key, String scheduler, int flags, boolean ops, int seconds, int prefix) {
        return new Service(ServiceKey.parse(key), scheduler, flags, ops, seconds, prefix, "");
    }

    private static Destination destination(String at, Forwarding forwarding, int weight, int upper, int lower) {
        return new Destination(Endpoint.parse(at), forwarding, weight, upper, lower);
    }

    @Test
    void theNumberOfTheFamily() {
        var answer = Captured.messages(CAPTURED, "family").getFirst();
        assertEquals(OptionalInt.of(0x1c), IpvsReply.family(answer));
    }

    @Test
    void servicesOfEveryKind() {
        var services = replies("services").stream()
                .map(reply -> ((OfService) reply).service())
                .collect(Collectors.toSet());
        var sip = new Service(ServiceKey.parse("udp:10.9.0.100:5060"), "wrr", 0, false, 30, 32, "sip");
        assertEquals(
                Set.of(
                        service("tcp:10.9.0.100:80", "wlc", 0, false, 300, 24),
                        service("udp:[fd09::100]:53", "rr", 0, true, 0, 128),
                        service("sctp:10.9.0.100:5060", "sh", Service.FLAG_1 | Service.FLAG_2, false, 0, 32),
                        service("fwmark:7:ipv4", "mh", Service.FLAG_2, false, 0, 32),
                        service("fwmark:7:ipv6", "rr", 0, false, 60, 64),
                        sip),
                services);
    }

    @Test
    void destinationsOfEveryKind() {
        var destinations = replies("destinations-of-tcp:10.9.0.100:80").stream()
                .map(reply -> ((OfDestination) reply).destination())
                .collect(Collectors.toSet());
        assertEquals(
                Set.of(
                        destination("10.9.0.11:80", Forwarding.DR, 3, 100, 50),
                        destination("10.9.0.12:8080", Forwarding.NAT, 0, 0, 0),
                        destination("10.9.0.13:80", Forwarding.IPIP, 1, 0, 0),
                        destination(
                                "10.9.0.14:80", new Forwarding(Method.TUN, Tunnel.GUE, 5555, Checksum.FULL), 2, 0, 0),
                        destination("10.9.0.15:80", new Forwarding(Method.TUN, Tunnel.GRE, 0, Checksum.FULL), 2, 0, 0),
                        destination("[fd09::15]:80", Forwarding.IPIP, 2, 0, 0)),
                destinations);
    }

    @Test
    void whatTheKernelChoseForASyncDaemonIsLeftToIt() {
        var d0 = new InterfaceName("d0");
        assertEquals(
                List.of(
                        new OfDaemon(new SyncDaemon(Role.MASTER, d0, 7, 0, 0, 0, ANY)),
                        new OfDaemon(new SyncDaemon(Role.BACKUP, d0, 8, 1400, 9000, 3, Ip.parse("224.0.0.99")))),
                replies("daemons-running"));
    }

    @Test
    void timeouts() {
        assertEquals(List.of(new OfTimeouts(new IpvsTimeouts(800, 100, 200))), replies("timeouts"));
    }

    @Test
    void aServiceThatIsNotThereIsAnError() {
        var answer = Captured.messages(CAPTURED, "service-missing").getFirst();
        assertEquals(Message.ERROR, answer.type());
        assertEquals(3, Acknowledgement.decode(answer).errno());
    }
}
