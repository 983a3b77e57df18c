package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Ip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tutorial's "one master, two backups" with its own three files. */
class TutorialTest {
    private static final Conf CONF = Conf.V2.router(1, "192.168.181.100");

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE, KEEPSAKE"})
    void theAddressDriftsFrom133To134To135(Program first, Program second, Program third) throws Exception {
        Cluster.timed(cluster -> {
            var n133 = cluster.node(133, first);
            var n134 = cluster.node(134, second);
            var n135 = cluster.node(135, third);
            n133.start(file(n133));
            n134.start(file(n134));
            n135.start(file(n135));
            var elected = cluster.awaitMaster(n133, CONF);
            assertEquals(Ip.parse("224.24.24.18"), elected.destination());
            assertEquals(AuthType.PASS, elected.advert().auth());
            cluster.awaitOnly(n133, Conf.VIP);
            cluster.awaitFollowing(n134);
            cluster.awaitFollowing(n135);

            drift(cluster, n133, n134, CONF.priority(98));
            drift(cluster, n134, n135, CONF.priority(50));
        });
    }

    private static void drift(Cluster cluster, Node from, Node to, Conf next) {
        var stopped = Instant.now();
        from.stop();
        var goodbye =
                cluster.awaitAdvert("goodbye", stopped, seen -> seen.from() == from.host() && seen.priority() == 0);
        var takeover = cluster.awaitMaster(to, next, stopped);
        Cluster.assertDue("drift to " + to, next.skew(), goodbye.stamp(), takeover.stamp());
        cluster.awaitOnly(to, Conf.VIP);
    }

    /** The test runs in the daemon's directory, two below the root of the project. */
    private static Path file(Node node) {
        var file = Path.of("../../docs/examples/one-master-two-backups/" + node.address() + ".conf")
                .toAbsolutePath()
                .normalize();
        if (!Files.exists(file)) {
            throw new IllegalStateException("the tutorial's file is not there: " + file);
        }
        return file;
    }
}
