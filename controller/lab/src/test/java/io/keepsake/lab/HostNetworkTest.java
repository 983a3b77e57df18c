package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
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
                .filter(a -> a.ip().family() == Family.IPV4)
                .toList();
    }

    @Test
    void anAddressOnAnotherLinkNeedsThatLink() throws Exception {
        Cluster.run(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            node.host().run("ip", "link", "add", "inside", "type", "veth", "peer", "name", "outside");
            node.host().run("ip", "link", "set", "outside", "up");
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
