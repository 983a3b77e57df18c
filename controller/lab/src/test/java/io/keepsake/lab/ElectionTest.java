package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPALIVED;
import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who becomes master. RFC 9568 6.4. */
class ElectionTest {
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE", "KEEPSAKE, KEEPSAKE"})
    void theHigherPriorityIsMaster(Program higher, Program lower) throws Exception {
        Cluster.timed(cluster -> {
            var first = cluster.node(133, higher);
            var second = cluster.node(135, lower);
            first.start(Conf.V3.priority(100));
            second.start(Conf.V3.priority(90));
            cluster.awaitMaster(first, Conf.V3);
            cluster.awaitOnly(first, Conf.VIP);
            var elected = Instant.now();
            cluster.pass(Conf.V3.masterDown().multipliedBy(2));
            cluster.assertQuiet(second, Conf.VIP, elected);
        });
    }

    /** Both start apart from each other, and hear each other as masters: the only time that addresses are compared. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE", "KEEPSAKE, KEEPSAKE"})
    void atEqualPriorityTheHigherAddressWins(Program higher, Program lower) throws Exception {
        Cluster.run(cluster -> {
            var first = cluster.node(133, lower);
            var second = cluster.node(135, higher);
            first.host().cut();
            first.start(Conf.V3);
            second.start(Conf.V3);
            cluster.awaitMaster(first, Conf.V3);
            cluster.awaitMaster(second, Conf.V3);
            first.host().heal();
            cluster.awaitOnly(second, Conf.VIP);
        });
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void atEqualPriorityARunningMasterStays(Program running, Program joining) throws Exception {
        Cluster.timed(cluster -> {
            var first = cluster.node(133, running);
            var second = cluster.node(135, joining);
            first.start(Conf.V3);
            cluster.awaitMaster(first, Conf.V3);
            second.start(Conf.V3);
            var joined = Instant.now();
            // The director needs its time to start; keepalived has been waiting since.
            cluster.pass(Duration.ofSeconds(2));
            cluster.assertQuiet(second, Conf.VIP, joined);
            assertTrue(first.holds(Conf.VIP));
        });
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theOwnerOfKeepalivedIsFollowed() throws Exception {
        Cluster.run(cluster -> {
            var second = cluster.node(135, KEEPSAKE);
            var first = cluster.node(133, KEEPALIVED);
            second.start(Conf.V3.priority(200));
            cluster.awaitMaster(second, Conf.V3);
            first.start(Conf.V3.priority(255));
            cluster.awaitMaster(first, Conf.V3);
            cluster.awaitOnly(first, Conf.VIP);
        });
    }
}
