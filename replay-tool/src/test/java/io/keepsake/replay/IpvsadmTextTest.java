package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.kernel.SeenService;
import io.keepsake.core.kernel.SeenTable;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Forwarding.Checksum;
import io.keepsake.core.value.Forwarding.Method;
import io.keepsake.core.value.Forwarding.Tunnel;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.history.state.IpvsadmText;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each line is as ipvsadm 1.31 printed it of such a service in a kernel. */
class IpvsadmTextTest {
    private static final Forwarding GUE = new Forwarding(Method.TUN, Tunnel.GUE, 6080, Checksum.NONE);

    @Test
    void servicesHaveTheirOptionsInTheOrderOfIpvsadm() {
        assertLine(
                "-A -t 10.0.0.1:80 -s sh -p 60 -M 255.255.255.0 -b sh-fallback,sh-port",
                new Service(tcp("10.0.0.1:80"), "sh", Service.FLAG_1 | Service.FLAG_2, false, 60, 24, ""));
        assertLine(
                "-A -t 10.0.0.1:90 -s rr -p 60 -M 0.0.0.0", new Service(tcp("10.0.0.1:90"), "rr", 0, false, 60, 0, ""));
        assertLine(
                "-A -u 10.0.0.1:81 -s mh -o -b mh-port",
                new Service(udp("10.0.0.1:81"), "mh", Service.FLAG_2, true, 0, 32, ""));
        assertLine(
                "-A -u 10.0.0.1:82 -s rr -p 70 -o -b flag-1,flag-3",
                new Service(udp("10.0.0.1:82"), "rr", Service.FLAG_1 | Service.FLAG_3, true, 70, 32, ""));
        assertLine(
                "-A -u 10.0.0.1:5060 -s rr -p 60 --pe sip -o",
                new Service(udp("10.0.0.1:5060"), "rr", 0, true, 60, 32, "sip"));
        assertLine(
                "-A -t [2001:db8::1]:80 -s wlc -p 360",
                new Service(tcp("[2001:db8::1]:80"), "wlc", 0, false, 360, 128, ""));
    }

    @Test
    void marksHaveNoSign() {
        assertLine(
                "-A -f 4000000000 -s rr",
                new Service(new ServiceKey.Mark((int) 4_000_000_000L, Family.IPV4), "rr", 0, false, 0, 32, ""));
        assertLine(
                "-A -f 7 -6 -s rr -p 5 -M 64",
                new Service(new ServiceKey.Mark(7, Family.IPV6), "rr", 0, false, 5, 64, ""));
    }

    @Test
    void destinationsHaveTheirMethodWeightAndTunnel() {
        assertReal("-r 10.0.0.3:80 -m -w 3", new Destination(Endpoint.parse("10.0.0.3:80"), Forwarding.NAT, 3, 5, 2));
        assertReal("-r 10.0.0.3:80 -g -w 1", new Destination(Endpoint.parse("10.0.0.3:80"), Forwarding.DR, 1, 0, 0));
        assertReal(
                "-r 10.0.0.4:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-nocsum",
                new Destination(Endpoint.parse("10.0.0.4:80"), GUE, 1, 0, 0));
        assertReal(
                "-r 10.0.0.6:80 -i -w 1 --tun-type gre --tun-nocsum",
                new Destination(
                        Endpoint.parse("10.0.0.6:80"),
                        new Forwarding(Method.TUN, Tunnel.GRE, 0, Checksum.NONE),
                        1,
                        0,
                        0));
        assertReal(
                "-r 10.0.0.7:80 -i -w 1 --tun-type ipip",
                new Destination(Endpoint.parse("10.0.0.7:80"), Forwarding.IPIP, 1, 0, 0));
    }

    private static void assertLine(String line, Service service) {
        assertEquals(List.of(line), lines(service));
    }

    private static void assertReal(String words, Destination destination) {
        var service = new Service(tcp("10.0.0.2:80"), "rr", 0, false, 0, 32, "");
        assertEquals(List.of("-A -t 10.0.0.2:80 -s rr", "-a -t 10.0.0.2:80 " + words), lines(service, destination));
    }

    private static List<String> lines(Service service, Destination... destinations) {
        var reals = new TreeMap<Endpoint, Destination>();
        for (var destination : destinations) {
            reals.put(destination.endpoint(), destination);
        }
        var services = new TreeMap<ServiceKey, SeenService>();
        services.put(service.key(), new SeenService(service, reals));
        return IpvsadmText.of(new SeenTable(services, IpvsTimeouts.UNSET, List.of()));
    }

    private static ServiceKey tcp(String endpoint) {
        return new ServiceKey.Address(Protocol.TCP, Endpoint.parse(endpoint));
    }

    private static ServiceKey udp(String endpoint) {
        return new ServiceKey.Address(Protocol.UDP, Endpoint.parse(endpoint));
    }
}
