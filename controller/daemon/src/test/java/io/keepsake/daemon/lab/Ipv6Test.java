package io.keepsake.daemon.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.value.Ip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static void moves(Program higher, Program lower, String ofHigh, String ofLow) throws Exception {
        Cluster.run(cluster -> {
            var high = cluster.node(133, higher);
            var low = cluster.node(135, lower);
            speakIpv6(high, "fd09::133/64");
            speakIpv6(low, "fd09::135/64");
            high.start(config(cluster.lab().file("high.conf"), 100, ofHigh));
            low.start(config(cluster.lab().file("low.conf"), 90, ofLow));
            awaitBoth(cluster, high);

            high.host().unplug();
            awaitHeld(cluster, low);
            high.host().plug();
            awaitBoth(cluster, high);

            high.stop(); // and leaves its addresses until the other has them too
            awaitBoth(cluster, low);
            assertEquals("", low.host().run("ip", "-6", "addr", "show", "dadfailed"));
            high.start(config(cluster.lab().file("high.conf"), 100, ofHigh));
            awaitBoth(cluster, high);
        });
    }

    private static void speakIpv6(Node node, String address) {
        node.host().run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/ens33/disable_ipv6");
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

    private static Path config(Path file, int priority, String more) throws IOException {
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
                        fe80::9:100
                        fd09::100/64
                    }
                }
                """.formatted(priority, more));
    }
}
