package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPALIVED;
import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.RoutingTaken;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.testkit.lab.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Virtual and static routes and rules in a real kernel, shown by {@code ip}; a real keepalived does the same. */
class RoutesTest {
    private static final String VIRTUAL = """
            10.20.0.0/16 via 192.168.181.9 dev ens33
            src 192.168.181.100 to 10.21.0.0/16 via 192.168.181.9 dev ens33 metric 5 mtu 1400 advmss 1300
            10.22.0.0/16 dev ens33 scope link no_track protocol static
            blackhole 10.23.0.0/16
            10.24.0.0/16 via 192.168.181.9
            default via 192.168.181.9 dev ens33 table 1000
            10.25.0.0/16 nexthop via 192.168.181.9 dev ens33 weight 1 nexthop via 192.168.181.8 dev ens33 weight 3
            10.26.0.0/16 via 172.16.0.9 dev ens33 onlink
            """;
    private static final String RULES = """
            from 192.168.181.100 table 1000 preference 500
            not to 10.1.1.0/24 iif ens33 fwmark 0x5/0xff tos 0x10 table main preference 501
            from 10.0.0.0/8 ipproto tcp dport 80-81 sport 1024-65534 prohibit preference 502
            oif ens33 uidrange 5-7 goto 600 preference 503
            from all lookup main suppress_prefixlength 0 preference 504 no_track
            """;
    private static final String STATIC = """
            static_ipaddress {
                10.7.0.1/24 dev ens33
            }
            static_routes {
                10.8.0.0/16 via 10.7.0.9 dev ens33
                unreachable 10.9.0.0/16
            }
            static_rules {
                from 10.7.0.1 table 77 preference 1000
            }
            """;

    private static final Conf HIGH = Conf.V3.priority(100);
    private static final Conf LOW = Conf.V3.priority(90);

    private static Path file(Node node, Cluster cluster, Conf conf, String before, String routes, String rules)
            throws java.io.IOException {
        var lines = "virtual_routes {\n" + routes + "}\nvirtual_rules {\n" + rules + "}\n";
        return Files.writeString(
                cluster.lab().file(node.host().name() + "-routes.conf"), before + Conf.file(conf.with(lines)));
    }

    private static Path file(Node node, Cluster cluster, Conf conf) throws java.io.IOException {
        return file(node, cluster, conf, STATIC, VIRTUAL, RULES);
    }

    /** What {@code ip} shows of routes that the kernel did not make itself, and of rules that no system begins with. */
    private static Set<String> shown(Node node) {
        var all = new TreeSet<String>();
        node.host()
                .run("ip", "-4", "route", "show", "table", "all")
                .replaceAll("\n\t", " ")
                .lines()
                .filter(line -> !line.contains("proto kernel"))
                .map(String::strip)
                .forEach(all::add);
        node.host()
                .run("ip", "-4", "rule")
                .lines()
                .filter(line -> !line.matches("(0|32766|32767):.*"))
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .forEach(all::add);
        return all;
    }

    private static void awaitShown(String what, Node node, Set<String> expected) {
        Await.until(what + " on " + node + ": " + expected, Cluster.SOON, () -> shown(node)
                .equals(expected));
    }

    /** keepalived first, then ours: the same words of {@code ip} for the same file. */
    @Test
    void routesAndRulesAreThoseOfKeepalived() throws Exception {
        Cluster.timed(cluster -> {
            var theirs = cluster.node(133, KEEPALIVED);
            theirs.start(file(theirs, cluster, HIGH));
            cluster.awaitMaster(theirs, HIGH);
            Await.until(
                    "the rules of keepalived", Cluster.SOON, () -> shown(theirs).size() >= 16);
            var expected = shown(theirs);
            theirs.stop();
            awaitShown("nothing", theirs, new TreeSet<>());

            var ours = cluster.node(135, KEEPSAKE);
            ours.start(file(ours, cluster, HIGH));
            cluster.awaitMaster(ours, HIGH);
            awaitShown("what keepalived made", ours, expected);
            ours.stop();
            awaitShown("nothing", ours, new TreeSet<>());
            assertEquals(List.of(), JournalsVerify.events(ours.journal(), EffectFailed.class));
        });
    }

    /** They move with the mastership; static ones stay; a killed master's go when it starts again; others are left alone. */
    @ParameterizedTest
    @EnumSource(Program.class)
    void virtualRoutesAreThoseOfTheMasterAlone(Program lower) throws Exception {
        Cluster.timed(cluster -> {
            var high = cluster.node(133, KEEPSAKE);
            var low = cluster.node(135, lower);
            high.host().run("ip", "route", "add", "10.20.0.0/16", "via", "192.168.181.7", "metric", "7");
            high.host().run("ip", "rule", "add", "from", "10.3.3.3", "table", "5", "preference", "77");
            var foreign = shown(high);
            high.start(file(high, cluster, HIGH));
            low.start(file(low, cluster, LOW));
            cluster.awaitMaster(high, HIGH);
            Await.until("all", Cluster.SOON, () -> shown(high).size() == foreign.size() + 16);
            var all = shown(high);
            Await.until("the static ones", Cluster.SOON, () -> shown(low).size() == 3);
            var statics = shown(low);

            high.crash();
            cluster.awaitMaster(low, LOW);
            Await.until("all there", Cluster.SOON, () -> shown(low).size() == 16);
            assertEquals(all, shown(high));

            var stillStatic = new TreeSet<>(foreign);
            stillStatic.addAll(statics);
            high.start(file(high, cluster, HIGH.priority(80)));
            awaitShown("static ones and those of others", high, stillStatic);
            high.stop();
            awaitShown("those of others", high, foreign);
            low.stop();
            awaitShown("nothing", low, new TreeSet<>());
        });
    }

    /** As keepalived: a tracked route that somebody takes away costs one skew; it is back with the mastership. */
    @Test
    void aRouteThatIsTakenAwayIsElectedAgain() throws Exception {
        Cluster.timed(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            node.start(file(node, cluster, HIGH));
            cluster.awaitMaster(node, HIGH);
            Await.until("all", Cluster.SOON, () -> shown(node).size() == 16);
            var all = shown(node);
            node.host().run("ip", "route", "del", "10.24.0.0/16");
            node.awaitTurn(RoutingTaken.class);
            awaitShown("all again", node, all);
            node.host().run("ip", "route", "del", "10.22.0.0/16", "proto", "static");
            awaitShown("one that is not tracked, put there again", node, all);
            node.host().run("ip", "rule", "del", "preference", "1000");
            node.host().run("ip", "route", "del", "10.8.0.0/16");
            node.host().run("ip", "address", "del", "10.7.0.1/24", "dev", "ens33");
            awaitShown("static ones, put there again", node, all);
            assertEquals(
                    1, JournalsVerify.events(node.journal(), RoutingTaken.class).size());
            assertEquals(
                    2, JournalsVerify.events(node.journal(), BecameBackup.class).size());
        });
    }
}
