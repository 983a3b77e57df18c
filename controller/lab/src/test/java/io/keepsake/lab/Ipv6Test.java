package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.value.Dad;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A virtual router over IPv6, with keepalived as either of the two nodes. */
class Ipv6Test {
    private static final Ip LINK_LOCAL = Ip.parse("fe80::9:100");
    private static final Ip GLOBAL = Ip.parse("fd09::100");

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPSAKE", "KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void theBetterHasTheAddressesAndTheOtherTakesOver(Program higher, Program lower) throws Exception {
        moves(higher, lower, "", "");
    }

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void amongPeers(Program higher, Program lower) throws Exception {
        moves(
                higher,
                lower,
                "unicast_src_ip fd09::133\n unicast_peer { fd09::135 }",
                "unicast_src_ip fd09::135\n unicast_peer { fd09::133 }");
    }

    /** {@code -nodad}: each asks whether somebody else has the address before it uses it. */
    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void withDuplicateAddressDetection(Program higher, Program lower) throws Exception {
        moves(higher, lower, "", "", " -nodad");
    }

    @Test
    void whatSomebodyElseHasIsAskedAboutUntilHeHasItNoMore() throws Exception {
        Cluster.run(cluster -> {
            var first = cluster.node(133, KEEPSAKE);
            var other = cluster.node(135, KEEPSAKE);
            speakIpv6(first, "fd09::133/64");
            speakIpv6(other, "fd09::100/64");
            first.start(config(cluster.lab().file("first.conf"), 100, "", " -nodad"));
            Await.until("a duplicate", Cluster.SOON, () -> duplicates(first).contains(GLOBAL));
            assertFalse(duplicates(first).contains(LINK_LOCAL), "nobody has the other one");

            other.host().run("ip", "addr", "del", "fd09::100/64", "dev", "ens33");
            Await.until("an address that may be used", Cluster.SOON, () -> shown(first, "-tentative")
                    .contains("fd09::100/64"));
            first.stop();
        });
    }

    private static List<Ip> duplicates(Node node) {
        return JournalsVerify.events(node.journal(), AddressSeen.class).stream()
                .map(AddressSeen::address)
                .filter(address -> address.dad() == Dad.FAILED)
                .map(StandingAddress::ip)
                .toList();
    }

    private static String shown(Node node, String which) {
        return node.host().run("ip", "-6", "addr", "show", "dev", "ens33", which);
    }

    private static void moves(Program higher, Program lower, String ofHigh, String ofLow) throws Exception {
        moves(higher, lower, ofHigh, ofLow, "");
    }

    private static void moves(Program higher, Program lower, String ofHigh, String ofLow, String flags)
            throws Exception {
        Cluster.run(cluster -> {
            var high = cluster.node(133, higher);
            var low = cluster.node(135, lower);
            speakIpv6(high, "fd09::133/64");
            speakIpv6(low, "fd09::135/64");
            high.start(config(cluster.lab().file("high.conf"), 100, ofHigh, flags));
            low.start(config(cluster.lab().file("low.conf"), 90, ofLow, flags));
            awaitBoth(cluster, high);

            high.host().unplug();
            awaitHeld(cluster, low);
            high.host().plug();
            awaitBoth(cluster, high);

            high.stop(); // and leaves its addresses until the other has them too
            awaitBoth(cluster, low);
            assertEquals("", low.host().run("ip", "-6", "addr", "show", "dadfailed"));
            high.start(config(cluster.lab().file("high.conf"), 100, ofHigh, flags));
            awaitBoth(cluster, high);
        });
    }

    static void speakIpv6(Node node, String address) {
        node.host().run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/ens33/disable_ipv6");
        // the lab has it off
        node.host().run("sh", "-c", "cd /proc/sys/net/ipv6/conf/ens33; echo 1 > accept_dad; echo 1 > dad_transmits");
        node.host().run("ip", "addr", "add", address, "dev", "ens33", "nodad");
    }

    private static void awaitBoth(Cluster cluster, Node node) {
        cluster.awaitOnly(node, LINK_LOCAL);
        cluster.awaitOnly(node, GLOBAL);
    }

    /** Where the link of the other is gone nobody tells that its addresses went. */
    private static void awaitHeld(Cluster cluster, Node node) {
        cluster.awaitOnly(node, GLOBAL);
    }

    static Path config(Path file, int priority, String more, String flags) throws IOException {
        return Files.writeString(file, """
                global_defs {
                    vrrp_version 3
                }
                vrrp_instance VI_6 {
                    interface ens33
                    virtual_router_id 51
                    priority %d
                    advert_int 0.1
                    %s
                    virtual_ipaddress {
                        fe80::9:100%s
                        fd09::100/64%s
                    }
                }
                """.formatted(priority, more, flags, flags));
    }
}
