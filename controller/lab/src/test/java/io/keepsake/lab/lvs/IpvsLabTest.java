package io.keepsake.lab.lvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Curl;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Ipvsadm;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.MariaDb;
import io.keepsake.testkit.lab.Nginx;
import io.keepsake.testkit.uml.InUserModeKernel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the lab can do in a kernel with IPVS, with ipvsadm and keepalived as directors. */
@InUserModeKernel
class IpvsLabTest {
    private static final String VIP = "10.9.0.100";
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void eachHostHasATableOfItsOwn() {
        try (var lab = Lab.open()) {
            var first = new Ipvsadm(lab.host("first", "eth0", "10.9.0.1/24"));
            var second = new Ipvsadm(lab.host("second", "eth0", "10.9.0.2/24"));
            var rules = List.of(
                    "-A -t 10.9.0.100:80 -s wrr",
                    "-a -t 10.9.0.100:80 -r 10.9.0.11:80 -g -w 3",
                    "-a -t 10.9.0.100:80 -r 10.9.0.12:80 -m -w 1",
                    "-a -t 10.9.0.100:80 -r 10.9.1.13:80 -i -w 1 --tun-type ipip",
                    "-A -t [fd09::100]:80 -s mh");
            first.restore(String.join("\n", rules) + "\n");
            second.run("-A", "-u", "10.9.0.100:53", "-s", "sh", "-p", "50");
            assertEquals(rules.size(), first.rules().size());
            assertTrue(first.rules().containsAll(rules), first.rules()::toString);
            assertEquals(List.of("-A -u 10.9.0.100:53 -s sh -p 50"), second.rules());
        }
    }

    @Test
    void directRoutingReachesTwoWebServersInTurn() {
        try (var lab = Lab.open()) {
            var client = lab.host("client", "eth0", "10.9.0.1/24");
            var director = lab.host("director", "eth0", "10.9.0.2/24", VIP + "/32");
            webServer(lab, 1);
            webServer(lab, 2);
            var table = new Ipvsadm(director);
            table.run("-A", "-t", VIP + ":80", "-s", "rr");
            table.run("-a", "-t", VIP + ":80", "-r", "10.9.0.11:80", "-g");
            table.run("-a", "-t", VIP + ":80", "-r", "10.9.0.12:80", "-g");
            assertAlternates(new Curl(client));
        }
    }

    @Test
    void translationReachesServersInAnotherNetwork() {
        try (var lab = Lab.open()) {
            var client = lab.host("client", "eth0", "10.9.0.1/24");
            var director = lab.host("director", "eth0", "10.9.0.2/24", VIP + "/32");
            director.connect("eth1", "10.8.0.1/24");
            director.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
            for (int number = 1; number <= 2; number++) {
                var server = lab.host("rs" + number, "eth0", "10.8.0.1" + number + "/24");
                server.run("ip", "route", "add", "default", "via", "10.8.0.1");
                Nginx.page(server, 8080, "rs" + number);
            }
            var table = new Ipvsadm(director);
            table.run("-A", "-t", VIP + ":80", "-s", "rr");
            table.run("-a", "-t", VIP + ":80", "-r", "10.8.0.11:8080", "-m");
            table.run("-a", "-t", VIP + ":80", "-r", "10.8.0.12:8080", "-m");
            assertAlternates(new Curl(client));
        }
    }

    @Test
    void keepalivedTakesADeadServerOut() {
        try (var lab = Lab.open()) {
            var client = lab.host("client", "eth0", "10.9.0.1/24");
            var director = lab.host("director", "eth0", "10.9.0.2/24", VIP + "/32");
            var first = webServer(lab, 1);
            webServer(lab, 2);
            var keepalived = director.keepalived("""
                    virtual_server 10.9.0.100 80 {
                        delay_loop 1
                        lb_algo rr
                        lb_kind DR
                        protocol TCP
                        real_server 10.9.0.11 80 {
                            TCP_CHECK { connect_timeout 1 retry 0 }
                        }
                        real_server 10.9.0.12 80 {
                            TCP_CHECK { connect_timeout 1 retry 0 }
                        }
                    }
                    """);
            var table = new Ipvsadm(director);
            var both = List.of(
                    "-A -t 10.9.0.100:80 -s rr",
                    "-a -t 10.9.0.100:80 -r 10.9.0.11:80 -g -w 1",
                    "-a -t 10.9.0.100:80 -r 10.9.0.12:80 -g -w 1");
            Await.until("both servers", SOON, () -> table.glimpse().equals(both));
            first.process().kill9();
            Await.until("one server", SOON, () -> table.glimpse().equals(List.of(both.get(0), both.get(2))));
            assertEquals(List.of("rs2", "rs2"), new Curl(client).get("http://10.9.0.100/", 2));
            keepalived.process().signal(15);
            assertEquals(0, keepalived.process().awaitExit(SOON));
            assertEquals(List.of(), table.rules());
        }
    }

    @Test
    void aDatabaseStandsBehindAVirtualServer() {
        try (var lab = Lab.open()) {
            var client = lab.host("client", "eth0", "10.9.0.1/24");
            var director = lab.host("director", "eth0", "10.9.0.2/24", VIP + "/32");
            MariaDb.start(realServer(lab, 1), 3306, 11);
            var table = new Ipvsadm(director);
            table.run("-A", "-t", VIP + ":3306", "-s", "rr");
            table.run("-a", "-t", VIP + ":3306", "-r", "10.9.0.11:3306", "-g");
            assertEquals("11", MariaDb.ask(client, VIP, 3306, "select @@server_id"));
        }
    }

    private static Nginx webServer(Lab lab, int number) {
        return Nginx.page(realServer(lab, number), 80, "rs" + number);
    }

    /** A server for direct routing: it has the address, but does not tell the neighbours. */
    private static Host realServer(Lab lab, int number) {
        var server = lab.host("rs" + number, "eth0", "10.9.0.1" + number + "/24");
        server.run("sysctl", "-q", "-w", "net.ipv4.conf.all.arp_ignore=1", "net.ipv4.conf.all.arp_announce=2");
        server.run("ip", "address", "add", VIP + "/32", "dev", "lo");
        return server;
    }

    private static void assertAlternates(Curl client) {
        var answers = client.get("http://" + VIP + "/", 4);
        assertTrue(
                List.of(List.of("rs1", "rs2", "rs1", "rs2"), List.of("rs2", "rs1", "rs2", "rs1"))
                        .contains(answers),
                answers::toString);
    }
}
