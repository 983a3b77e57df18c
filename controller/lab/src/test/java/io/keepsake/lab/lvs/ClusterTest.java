package io.keepsake.lab.lvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.QuorumGained;
import io.keepsake.core.event.Decision.QuorumLost;
import io.keepsake.core.event.Decision.RealServerDown;
import io.keepsake.core.event.Decision.RealServerUp;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Curl;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Nginx;
import io.keepsake.testkit.uml.InUserModeKernel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that leave and come back, in the kernel's table, in what the director says and in its journal. */
@ExtendWith(GuestInstallation.class)
@InUserModeKernel(megabytes = 2048)
class ClusterTest {
    private static final String SERVICE = "-A -t 10.9.0.100:80 -s rr";
    private static final String ONE = "-a -t 10.9.0.100:80 -r 10.9.0.11:80 -g -w 1";
    private static final String TWO = "-a -t 10.9.0.100:80 -r 10.9.0.12:80 -g -w 1";

    private static String config(String... servers) {
        return """
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 51
                    priority 255
                    virtual_ipaddress { 10.9.0.100 }
                }
                virtual_server 10.9.0.100 80 {
                    delay_loop 1
                    lb_algo rr
                    lb_kind DR
                    protocol TCP
                """ + String.join("", servers) + "}\n";
    }

    private static String real(int number) {
        return """
                    real_server 10.9.0.1%d 80 {
                        TCP_CHECK {
                            connect_timeout 1
                            retry 1
                            delay_before_retry 1
                        }
                    }
                """.formatted(number);
    }

    static Host realServer(Lab lab, int number) {
        var server = lab.host("rs" + number, "eth0", "10.9.0.1" + number + "/24");
        server.run("sysctl", "-q", "-w", "net.ipv4.conf.all.arp_ignore=1", "net.ipv4.conf.all.arp_announce=2");
        server.run("ip", "address", "add", "10.9.0.100/32", "dev", "lo");
        return server;
    }

    @Test
    void deadServersLeaveTheSorryServerStandsInAndTheyComeBack() {
        try (var lab = Lab.open()) {
            var client = lab.host("client", "eth0", "10.9.0.1/24");
            var host = lab.host("director", "eth0", "10.9.0.2/24");
            Nginx.page(host, 80, "sorry");
            var director = new Balancer(lab, host);
            var one = realServer(lab, 1);
            var two = realServer(lab, 2);
            var first = Nginx.page(one, 80, "rs1");
            var second = Nginx.page(two, 80, "rs2");
            director.start(config("    sorry_server 127.0.0.1 80\n", real(1), real(2)));
            director.await("both are there", SERVICE, ONE, TWO);
            assertEquals(4, new Curl(client).get("http://10.9.0.100/", 4).size());
            director.agrees();
            first.process().kill9();
            director.await("the dead one leaves", SERVICE, TWO);
            assertEquals(List.of("rs2", "rs2"), new Curl(client).get("http://10.9.0.100/", 2));
            director.agrees();
            second.process().kill9();
            Await.until(
                    "sorry", Balancer.SOON, () -> director.rules().toString().contains("127.0.0.1:80"));
            assertEquals("sorry", new Curl(client).get("http://10.9.0.100/"));
            director.agrees();
            Nginx.page(one, 80, "rs1");
            Nginx.page(two, 80, "rs2");
            director.await("both are back, the sorry server is gone", SERVICE, ONE, TWO);
            director.agrees();
            assertEquals(2, count(director, RealServerDown.class));
            assertEquals(2, count(director, RealServerUp.class));
            assertEquals(1, count(director, QuorumLost.class));
            assertEquals(2, count(director, QuorumGained.class));
            director.stop();
            assertEquals(List.of(), director.rules());
        }
    }

    private static int count(Balancer director, Class<? extends Event> kind) {
        return Folded.events(director.journal(), kind).size();
    }

    @Test
    void somebodyElsesHandIsMended() {
        try (var lab = Lab.open()) {
            var director = new Balancer(lab, lab.host("director", "eth0", "10.9.0.2/24"));
            Nginx.page(realServer(lab, 1), 80, "rs1");
            Nginx.page(realServer(lab, 2), 80, "rs2");
            director.start(config(real(1), real(2)));
            director.await("both are there", SERVICE, ONE, TWO);
            director.ipvsadm("-A", "-u", "10.9.0.7:53", "-s", "rr");
            director.ipvsadm("-d", "-t", "10.9.0.100:80", "-r", "10.9.0.11:80");
            var foreign = "-A -u 10.9.0.7:53 -s rr";
            director.await("a deleted destination is put back", SERVICE, ONE, TWO, foreign);
            director.ipvsadm("-e", "-t", "10.9.0.100:80", "-r", "10.9.0.12:80", "-g", "-w", "7");
            director.await("a changed weight too", SERVICE, ONE, TWO, foreign);
            director.ipvsadm("-C");
            director.await("and all of it", SERVICE, ONE, TWO);
            director.agrees();
            assertEquals(
                    1,
                    Folded.events(director.journal(), IpvsEvent.DestinationGone.class)
                            .size());
            assertTrue(Folded.events(director.journal(), IpvsEvent.ServiceGone.class)
                            .size()
                    >= 1);
            director.stop();
        }
    }

    @Test
    void aDeadServerIsNotLetInByARestart() {
        try (var lab = Lab.open()) {
            var director = new Balancer(lab, lab.host("director", "eth0", "10.9.0.2/24"));
            realServer(lab, 1);
            Nginx.page(realServer(lab, 2), 80, "rs2");
            director.start(config(real(1), real(2)));
            director.await("the dead one is out", SERVICE, TWO);
            director.process().kill9();
            assertEquals(List.of(SERVICE, TWO), director.rules());
            int down = Folded.events(director.journal(), RealServerDown.class).size();
            director.start(config(real(1), real(2)));
            Await.until(
                    "the restarted director finds it dead",
                    Balancer.SOON,
                    () -> Folded.events(director.journal(), RealServerDown.class)
                                    .size()
                            == down + 1);
            director.agrees();
            assertEquals(List.of(SERVICE, TWO), director.rules());
            Nginx.page(lab.hosts().get(1), 80, "rs1");
            director.await("a check lets it in", SERVICE, ONE, TWO);
            director.stop();
        }
    }
}
