package io.keepsake.lab.lvs;

import io.keepsake.core.event.ClockEvent.WallClockStepped;
import io.keepsake.core.event.IpvsEvent.ServiceGone;
import io.keepsake.lab.ToldIncident;
import io.keepsake.lab.ToldIncident.Saying;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Nginx;
import io.keepsake.testkit.uml.InUserModeKernel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What {@code RecordIncidents} does, for what takes a kernel with IPVS or a clock that may be set: what happened, and what
 * {@code replay} says of it with nobody's help.
 *
 * <p>Takes minutes, so it is no part of the suite: {@code ./test lab RecordGuestIncidents}. With {@code -Drewrite=true}
 * the journals become part of the corpus that {@code IncidentsTest} of the replay tool reads in every run.
 */
@ExtendWith(GuestInstallation.class)
@InUserModeKernel(megabytes = 2048, writable = ToldIncident.CORPUS)
class RecordGuestIncidents {
    private static final Duration HOUR = Duration.ofHours(1);

    private static final String WEB = "-A -t 10.9.0.100:80 -s rr";
    private static final String ONE = "-a -t 10.9.0.100:80 -r 10.9.0.11:80 -g -w 1";
    private static final String TWO = "-a -t 10.9.0.100:80 -r 10.9.0.12:80 -g -w 1";
    private static final String NAMES = "-A -u 10.9.0.100:53 -s rr";
    private static final String UNCHECKED = "-a -u 10.9.0.100:53 -r 10.9.0.11:53 -g -w 1";

    private static final String ONE_IS_DOWN = "tcp:10\\.9\\.0\\.100:80: a: 10\\.9\\.0\\.11:80 was down: REFUSED";

    private static String config(int priority) {
        return """
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 51
                    priority %d
                    virtual_ipaddress { 10.9.0.100 }
                }
                virtual_server 10.9.0.100 80 {
                    delay_loop 1
                    lb_algo rr
                    lb_kind DR
                    protocol TCP
                    real_server 10.9.0.11 80 {
                        TCP_CHECK {
                            connect_timeout 1
                            retry 0
                        }
                    }
                    real_server 10.9.0.12 80 {
                        TCP_CHECK {
                            connect_timeout 1
                            retry 0
                        }
                    }
                }
                virtual_server 10.9.0.100 53 {
                    lb_algo rr
                    lb_kind DR
                    protocol UDP
                    real_server 10.9.0.11 53 {
                    }
                }
                """.formatted(priority);
    }

    /** A director and two web servers behind it. */
    private record Site(Lab lab, Balancer director, Host one, Nginx first) {
        static Site serving(Lab lab) {
            var director = new Balancer(lab, lab.host("a", "eth0", "10.9.0.2/24"));
            var one = ClusterTest.realServer(lab, 1);
            var first = Nginx.page(one, 80, "rs1");
            Nginx.page(ClusterTest.realServer(lab, 2), 80, "rs2");
            director.start(config(110));
            director.process().awaitOutput("BecameMaster", Balancer.SOON);
            var site = new Site(lab, director, one, first);
            site.awaitBoth();
            return site;
        }

        void awaitBoth() {
            director.await("both are there", WEB, ONE, TWO, NAMES, UNCHECKED);
        }

        void awaitOneOut() {
            director.await("the dead one leaves", WEB, TWO, NAMES, UNCHECKED);
        }

        String journal() {
            return "a=" + director.journal();
        }
    }

    /** Its directors have ended, so that nothing comes any more. */
    private static void told(String name, List<String> journals, Saying... sayings) {
        var told = new ToldIncident(name, List.of(sayings));
        told.keep(journals, "");
        told.await(Duration.ZERO, () -> journals);
    }

    @Test
    void theWallClockThatIsSetForward() {
        clockSet(
                "a wall clock that is set forward",
                HOUR,
                "the wall clock of a went forward by \\d+(\\.\\d+)? s: it was set, or the machine was suspended; timers do not"
                        + " follow it");
    }

    @Test
    void theWallClockThatIsSetBack() {
        clockSet(
                "a wall clock that is set back",
                HOUR.negated(),
                "the wall clock of a was set back by \\d+(\\.\\d+)? s; timers do not follow it");
    }

    /** While a real server is down, and a backup listens: it is down for seconds, and nobody takes over. */
    private static void clockSet(String name, Duration by, String said) {
        try (var lab = Lab.open()) {
            var site = Site.serving(lab);
            var backup = new Balancer(lab, lab.host("b", "eth0", "10.9.0.3/24"));
            backup.start(config(90));
            backup.process().awaitOutput("MasterFollowed", Balancer.SOON);
            site.first().process().kill9();
            site.awaitOneOut();
            var to = Instant.now().plus(by).getEpochSecond();
            site.director().host().run("date", "-s", "@" + to);
            for (var director : List.of(site.director(), backup)) {
                Await.until("a clock that was set", Balancer.SOON, () -> !Folded.events(
                                director.journal(), WallClockStepped.class)
                        .isEmpty());
            }
            Nginx.page(site.one(), 80, "rs1");
            site.awaitBoth();
            backup.stop();
            site.director().stop();
            told(
                    name,
                    List.of(site.journal(), "b=" + backup.journal()),
                    new Saying("incidents", "WALL CLOCK SET  a: " + said + "  \\[a:1#\\d+]"),
                    new Saying("incidents", "a: all times here are by its clock \\(the last of 2: "),
                    new Saying("incidents", "(?s)^(?!.*(NOBODY|TWO MASTERS))"),
                    new Saying("incidents", "of \\d\\d(\\.\\d+)? s with one master"),
                    new Saying("incidents", "REAL SERVER DOWN for at least \\d\\d?(\\.\\d+)? s .*" + ONE_IS_DOWN),
                    new Saying("verdicts", "(?s)^(?!.*took over)"),
                    new Saying("explain a", said.replace(" of a ", " ") + ".* \\(1#\\d+\\)"));
        }
    }

    @Test
    void aRealServerThatFlaps() {
        try (var lab = Lab.open()) {
            var site = Site.serving(lab);
            var server = site.first();
            for (int i = 0; i < 4; i++) {
                server.process().kill9();
                site.awaitOneOut();
                server = Nginx.page(site.one(), 80, "rs1");
                site.awaitBoth();
            }
            site.director().stop();
            told(
                    "a real server that flaps",
                    List.of(site.journal()),
                    new Saying(
                            "incidents",
                            "REAL SERVER FLAPPING for .*  tcp:10\\.9\\.0\\.100:80: a: 10\\.9\\.0\\.11:80 was down 4 times, .*"
                                    + " together; at first: REFUSED.*  \\[a:1#\\d+, .*a:1#\\d+]"),
                    new Saying("incidents", "(?s)^(?!.*(REAL SERVER DOWN|WITHOUT ITS QUORUM))"),
                    new Saying(
                            "explain a",
                            "(?s)(10\\.9\\.0\\.11:80 of tcp:10\\.9\\.0\\.100:80 went DOWN.*"
                                    + "10\\.9\\.0\\.11:80 of tcp:10\\.9\\.0\\.100:80 came UP.*){4}"));
        }
    }

    @Test
    void anIpvsTableThatIsClearedByHand() {
        try (var lab = Lab.open()) {
            var site = Site.serving(lab);
            site.director().ipvsadm("-C");
            Await.until("a table that was cleared", Balancer.SOON, () -> !Folded.events(
                            site.director().journal(), ServiceGone.class)
                    .isEmpty());
            site.awaitBoth();
            site.director().agrees();
            site.director().stop();
            told(
                    "an IPVS table that is cleared by hand",
                    List.of(site.journal()),
                    new Saying(
                            "incidents",
                            "IPVS TABLE CHANGED BY SOMEBODY ELSE for .* m?s  a: somebody else removed every service of a"
                                    + " from the IPVS table, as ipvsadm -C does: udp:10\\.9\\.0\\.100:53 and"
                                    + " tcp:10\\.9\\.0\\.100:80; a mended it  \\[a:1#\\d+, .*a:1#\\d+]"),
                    new Saying("incidents", "(?s)^(?!.*CHANGED BY.*CHANGED BY)"),
                    new Saying(
                            "explain a",
                            "(?s)somebody else removed service tcp:10\\.9\\.0\\.100:80 at .*then added service"
                                    + " tcp:10\\.9\\.0\\.100:80 \\(1#\\d+, applied after"));
        }
    }
}
