package io.keepsake.lab.lvs;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.uml.InUserModeKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections of servers that stay live through what happens to others, to the director and between directors. */
@ExtendWith(GuestInstallation.class)
@InUserModeKernel(megabytes = 2048)
class ConnectionsTest {
    private static final String URL = "http://10.9.0.100/";

    private static String config(int priority, String kind, String sync, String servers) {
        return """
                global_defs {
                    %3$s
                }
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 51
                    priority %1$d
                    virtual_ipaddress { 10.9.0.100 }
                }
                virtual_server 10.9.0.100 80 {
                    delay_loop 1
                    lb_algo rr
                    lb_kind %2$s
                    protocol TCP
                    %4$s
                }
                """.formatted(priority, kind, sync, servers);
    }

    private static String real(String address) {
        return """
                real_server %s 80 {
                    TCP_CHECK {
                        connect_timeout 2
                        retry 3
                    }
                }
                """.formatted(address);
    }

    @Test
    void throughAReloadAndARestartInDirectRouting() {
        try (var lab = Lab.open()) {
            var client = lab.host("client", "eth0", "10.9.0.1/24");
            var director = new Balancer(lab, lab.host("director", "eth0", "10.9.0.2/24"));
            Download.server(lab, ClusterTest.realServer(lab, 1), 80);
            outlives(lab, client, director, "DR", "10.9.0.11", "-g");
        }
    }

    @Test
    void throughAReloadAndARestartInNat() {
        try (var lab = Lab.open()) {
            var client = lab.host("client", "eth0", "10.9.0.1/24");
            var host = lab.host("director", "eth0", "10.9.0.2/24");
            host.connect("eth1", "10.8.0.1/24");
            host.run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
            var server = lab.host("rs1", "eth0", "10.8.0.11/24");
            server.run("ip", "route", "add", "default", "via", "10.8.0.1");
            Download.server(lab, server, 80);
            outlives(lab, client, new Balancer(lab, host), "NAT", "10.8.0.11", "-m");
        }
    }

    private static void outlives(Lab lab, Host client, Balancer director, String kind, String address, String letter) {
        var service = "-A -t 10.9.0.100:80 -s rr";
        var server = "-a -t 10.9.0.100:80 -r " + address + ":80 " + letter + " -w 1";
        var other = "-a -t 10.9.0.100:80 -r 10.8.0.99:80 " + letter + " -w 1";
        var plain = config(255, kind, "", real(address));
        director.start(plain);
        director.await("the server is there", service, server);
        var download = Download.begin(lab, client, URL);
        director.reload(config(255, kind, "", real(address) + "real_server 10.8.0.99 80 {\n}\n"));
        director.await("a server is added", service, server, other);
        download.flows("after a reload");
        director.process().kill9();
        director.start(plain);
        director.await("the restart removed what is not configured any more", service, server);
        download.flows("after kill -9 and a start");
        director.stop();
        director.start(plain);
        director.await("and is there after a clean restart", service, server);
        director.agrees();
        director.stop();
    }

    /** With {@code -I} a clean stop leaves the table, and connections live through it too. */
    @Test
    void throughACleanRestartThatKeepsTheTable() {
        try (var lab = Lab.open()) {
            var client = lab.host("client", "eth0", "10.9.0.1/24", "10.9.0.250/32");
            var director = new Balancer(lab, lab.host("director", "eth0", "10.9.0.2/24"));
            Download.server(lab, ClusterTest.realServer(lab, 1), 80);
            var text = config(255, "DR", "", real("10.9.0.11"));
            director.start(text, "-I");
            var rules = new String[] {"-A -t 10.9.0.100:80 -s rr", "-a -t 10.9.0.100:80 -r 10.9.0.11:80 -g -w 1"};
            director.await("the server is there", rules);
            var download = Download.begin(lab, client, URL);
            director.stop();
            director.await("the table stays", rules);
            director.start(text, "-I");
            director.await("and is as it was", rules);
            download.flows("after a clean restart");
            Await.until("the connection in the status", Balancer.SOON, () -> director.ask("status")
                    .contains("10.9.0.11:80 UP, weight 1, 1 active and "));
            director.stop();
        }
    }

    /** The sync daemon tells the backup of connections; it goes on with them when it takes the address. */
    @Test
    void throughAFailoverWithTheSyncDaemon() {
        try (var lab = Lab.open()) {
            var client = lab.host("client", "eth0", "10.9.0.1/24");
            var first = new Balancer(lab, lab.host("first", "eth0", "10.9.0.2/24"));
            var second = new Balancer(lab, lab.host("second", "eth0", "10.9.0.3/24"));
            Download.server(lab, ClusterTest.realServer(lab, 1), 80);
            for (var director : new Balancer[] {first, second}) {
                director.host().run("sysctl", "-q", "-w", "net.ipv4.vs.sync_threshold=0 1");
            }
            first.start(config(150, "DR", "lvs_sync_daemon eth0 VI_1", real("10.9.0.11")));
            second.start(config(100, "DR", "lvs_sync_daemon eth0 VI_1", real("10.9.0.11")));
            var rules = new String[] {"-A -t 10.9.0.100:80 -s rr", "-a -t 10.9.0.100:80 -r 10.9.0.11:80 -g -w 1"};
            first.process().awaitOutput("BecameMaster", Balancer.SOON);
            first.await("the master has the table", rules);
            second.await("the backup has it before it needs it", rules);
            var download = Download.begin(lab, client, URL);
            first.process().kill9();
            first.host().run("ip", "address", "del", "10.9.0.100/32", "dev", "eth0");
            second.process().awaitOutput("BecameMaster", Balancer.SOON);
            download.flows("after the failover");
            second.agrees();
            second.stop();
        }
    }
}
