package io.keepsake.daemon.lab;

import static io.keepsake.daemon.lab.Program.KEEPALIVED;
import static io.keepsake.daemon.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Await;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs to the host stays the host's, and what hangs on a link follows it. */
class HostNetworkTest {

    @ParameterizedTest
    @ValueSource(ints = {255, 100})
    void aVirtualAddressThatIsTheHostsOwnStaysWithItsPrefix(int priority) throws Exception {
        Cluster.run(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            var own = Conf.V3.priority(priority).router(51, node.address().toString());
            node.start(own);
            cluster.awaitAdvert("an advert of the host's own address", Instant.EPOCH, node.advert());
            assertEquals(List.of(InterfaceAddress.parse("192.168.181.133/24")), v4(node));
            node.stop();
            assertEquals(List.of(InterfaceAddress.parse("192.168.181.133/24")), v4(node));
            assertTrue(node.watch().events().stream().noneMatch(event -> !event.added()), "something was removed");
            node.start(own);
        });
    }

    private static List<InterfaceAddress> v4(Node node) {
        return node.host().addresses(Node.LINK).stream()
                .filter(a -> a.ip().family() == io.keepsake.core.value.Family.IPV4)
                .toList();
    }

    @Test
    void aLinkThatWentAndCameBackUnderItsIndexIsHeardAgain() throws Exception {
        Cluster.run(cluster -> {
            var master = cluster.node(133, KEEPALIVED);
            var backup = cluster.node(135, KEEPSAKE);
            var low = Conf.V3.priority(90);
            master.start(Conf.V3);
            backup.start(low);
            cluster.awaitMaster(master, Conf.V3);
            backup.process().awaitOutput("MasterFollowed", Cluster.SOON);

            var elsewhere = backup.host().start("unshare", "--net", "sleep", "600");
            var index = backup.host().run("cat", "/sys/class/net/" + Node.LINK + "/ifindex");
            var away = Long.toString(elsewhere.pid());
            Await.until("another network namespace", Cluster.SOON, () -> !backup.host()
                    .run("readlink", "/proc/" + away + "/ns/net")
                    .equals(backup.host().run("readlink", "/proc/self/ns/net")));
            backup.host().run("ip", "link", "set", Node.LINK, "netns", away);
            backup.awaitTurn(BecameFault.class);
            backup.host()
                    .run(
                            "nsenter",
                            "-t",
                            away,
                            "-n",
                            "ip",
                            "link",
                            "set",
                            Node.LINK,
                            "netns",
                            Long.toString(backup.host().holder()));
            assertEquals(index, backup.host().run("cat", "/sys/class/net/" + Node.LINK + "/ifindex"));
            backup.host().run("ip", "link", "set", Node.LINK, "up");
            backup.host().run("ip", "address", "add", backup.address() + "/24", "dev", Node.LINK);
            Await.until(
                    "sockets opened twice",
                    Cluster.SOON,
                    () -> JournalsVerify.turns(backup.journal()).stream()
                                    .flatMap(turn -> turn.effects().stream())
                                    .filter(JoinGroup.class::isInstance)
                                    .count()
                            >= 2);
            var back = Instant.now();
            cluster.pass(low.masterDown().multipliedBy(4));
            cluster.assertQuiet(backup, Conf.VIP, back);
        });
    }

    @Test
    void anAddressOnAnotherLinkNeedsThatLink() throws Exception {
        Cluster.run(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            node.host().run("ip", "link", "add", "inside", "type", "dummy");
            node.host().run("ip", "link", "set", "inside", "up");
            var conf = Conf.V3.with("virtual_ipaddress_excluded {", "192.0.2.10/24 dev inside", "}");
            node.start(conf);
            cluster.awaitMaster(node, Conf.V3);
            var down = Instant.now();
            node.host().run("ip", "link", "set", "inside", "down");
            var turn = node.awaitTurn(BecameFault.class);
            var fault = turn.decisions().stream()
                    .filter(BecameFault.class::isInstance)
                    .map(BecameFault.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    List.of(FaultReason.ADDRESS_INTERFACE_DOWN),
                    fault.reasons().stream().map(r -> r.reason()).toList());
            assertEquals("inside", fault.reasons().getFirst().subject());
            cluster.awaitAdvert("goodbye", down, seen -> seen.priority() == 0);
        });
    }

    @Test
    void aMasterWhoseSourceAddressGoesSaysGoodbyeFromIt() throws Exception {
        Cluster.run(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            node.start(Conf.V3);
            cluster.awaitMaster(node, Conf.V3);
            var deleted = Instant.now();
            node.host().run("ip", "address", "del", node.address() + "/24", "dev", Node.LINK);
            var goodbye = cluster.awaitAdvert("goodbye", deleted, seen -> seen.priority() == 0);
            assertEquals(Ip.parse("192.168.181.133"), goodbye.source());
        });
    }
}
