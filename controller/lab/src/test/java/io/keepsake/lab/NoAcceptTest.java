package io.keepsake.lab;

import static io.keepsake.lab.Conf.V3;
import static io.keepsake.lab.Conf.VIP;
import static io.keepsake.lab.Program.KEEPALIVED;
import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Effect.AddBlock;
import io.keepsake.core.event.FirewallEvent.BlocksRead;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A master without accept mode answers neither UDP nor TCP, but for its address it is a neighbour like any other. */
class NoAcceptTest {
    private static final Conf SILENT = V3.with("no_accept");
    private static final Ip IPV6 = Ip.parse("fd09::100");
    private static final Ip LINK_LOCAL = Ip.parse("fe80::9:100");

    /** What a client gets that asks a closed port: its owner says so at once, or nobody says anything. */
    private static String asks(Host client, Ip address) {
        var at = address.isLinkLocal() ? address + "%ens33" : address.toString();
        return client.run("sh", "-c", "timeout 2 bash -c 'exec 3<> /dev/tcp/" + at + "/9' 2> /dev/null; echo $?")
                .strip();
    }

    private static void assertAnswers(Host client, Ip address) {
        assertEquals("1", asks(client, address), address + " refuses the connection");
    }

    private static void assertSilent(Host client, Ip address) {
        assertEquals("124", asks(client, address), address + " does not answer");
        assertTrue(
                client.run("ip", "neigh", "show", address.toString()).contains("lladdr"),
                () -> "a neighbour all the same: " + client.run("ip", "neigh", "show"));
    }

    private static String ruleset(Node node) {
        return node.host().run("nft", "list", "ruleset");
    }

    @Test
    void itsAddressAnswersNobodyAndStopsBeingBlockedWhenItGoes() throws Exception {
        Cluster.run(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            var client = cluster.node(135, KEEPSAKE).host();
            node.start(SILENT);
            cluster.awaitMaster(node, SILENT);
            assertSilent(client, VIP);
            assertAnswers(client, node.address());
            try (var probe = client.probe(VIP)) {
                cluster.pass(Duration.ofMillis(500));
                assertEquals(0, probe.answers().size(), "port unreachable came back");
            }
            var before = Instant.now();
            cluster.awaitAdvert("an advert all the same", before, node.advert());

            node.host().run("nft", "delete", "table", "ip", "keepalived");
            Await.until("the table again", Cluster.SOON, () -> ruleset(node).contains(VIP.toString()));
            assertSilent(client, VIP);
            node.stop();
            assertEquals("", ruleset(node));
            assertEquals(0, blocksAfterAddresses(node), "addresses before their blocks");
        });
    }

    /** How many addresses were seen before it was known that packets to them are dropped. */
    private static long blocksAfterAddresses(Node node) {
        long early = 0;
        long asked = -1;
        boolean blocked = false;
        for (var turn : JournalsVerify.turns(node.journal())) {
            for (int i = 0; i < turn.effects().size(); i++) {
                asked = turn.effects().get(i) instanceof AddBlock ? turn.effectIndex(i) : asked;
            }
            blocked |= turn.recorded().event() instanceof EffectApplied(var effect) && effect == asked;
            early += turn.recorded().event() instanceof AddressSeen seen
                            && seen.address().ip().equals(VIP)
                            && !blocked
                    ? 1
                    : 0;
        }
        return early;
    }

    @Test
    void overIpv6NeighbourDiscoveryPasses() throws Exception {
        Cluster.run(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            var client = cluster.node(135, KEEPSAKE);
            Ipv6Test.speakIpv6(node, "fd09::133/64");
            Ipv6Test.speakIpv6(client, "fd09::135/64");
            node.start(Ipv6Test.config(cluster.lab().file("v6.conf"), 100, "no_accept", ""));
            cluster.awaitOnly(node, LINK_LOCAL);
            cluster.awaitOnly(node, IPV6);
            assertSilent(client.host(), IPV6);
            assertSilent(client.host(), LINK_LOCAL);
            assertAnswers(client.host(), Ip.parse("fd09::133"));
            node.stop();
            assertEquals("", ruleset(node));
        });
    }

    @Test
    void anOwnerAccepts() throws Exception {
        Cluster.run(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            var client = cluster.node(135, KEEPSAKE).host();
            var owner = SILENT.priority(255);
            node.start(owner);
            cluster.awaitMaster(node, owner);
            assertAnswers(client, VIP);
            assertEquals("", ruleset(node));
        });
    }

    @Test
    void whatAKilledRunLeftGoesWithItsAddress() throws Exception {
        Cluster.run(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            node.start(SILENT);
            cluster.awaitMaster(node, SILENT);
            node.crash();
            assertTrue(ruleset(node).contains(VIP.toString()), "it stays with the address");

            // now it is to accept packets: only the journal knows what stands in the packet filter
            node.start(V3.priority(1).every(4_000));
            Await.until(
                    "neither address nor block",
                    Cluster.SOON,
                    () -> !node.holds(VIP) && ruleset(node).isEmpty());
        });
    }

    @Test
    void whatKeepalivedLeftGoesToo() throws Exception {
        Cluster.run(cluster -> {
            var node = cluster.node(133, KEEPSAKE);
            var file = Files.writeString(cluster.lab().file("left.conf"), Conf.file(SILENT));
            var keepalived = node.host().keepalived(file);
            Await.until("keepalived's table", Cluster.SOON, () -> ruleset(node).contains(VIP.toString()));
            keepalived.process().kill9();
            node.start(SILENT.priority(1).every(4_000));
            Await.until(
                    "nothing of it",
                    Cluster.SOON,
                    () -> !node.holds(VIP) && ruleset(node).isEmpty());
            // found by reading
            node.awaitEvents(BlocksRead.class, reads -> reads.stream()
                    .anyMatch(read -> !read.blocks().isEmpty()));
        });
    }

    @Test
    void besideKeepalivedItTakesOverWithIt() throws Exception {
        Cluster.run(cluster -> {
            var ours = cluster.node(133, KEEPSAKE);
            var theirs = cluster.node(135, KEEPALIVED);
            var client = cluster.node(137, KEEPSAKE).host();
            ours.start(SILENT.priority(100));
            theirs.start(SILENT.priority(90));
            cluster.awaitOnly(ours, VIP);
            assertSilent(client, VIP);
            ours.stop();
            cluster.awaitOnly(theirs, VIP);
            assertSilent(client, VIP);
            assertEquals("", ruleset(ours));
        });
    }
}
