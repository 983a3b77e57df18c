package io.keepsake.lab;

import java.time.Instant;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two virtual routers on one link, each node master of one: the tutorial's "two masters". */
class TwoInstancesTest {
    private static final Conf A = Conf.V3.router(51, "192.168.181.100");
    private static final Conf B = Conf.V3.router(52, "192.168.181.200");

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void eitherNodeTakesBothWhenTheOtherStops(Program one, Program other) throws Exception {
        Cluster.run(cluster -> {
            var first = cluster.node(133, one);
            var second = cluster.node(135, other);
            first.start(A.priority(100), B.priority(90));
            second.start(A.priority(90), B.priority(100));
            awaitShared(cluster, first, second);

            var stopped = Instant.now();
            second.stop();
            cluster.awaitMaster(first, B, stopped);
            cluster.awaitOnly(first, A.vip());
            cluster.awaitOnly(first, B.vip());

            second.start(A.priority(90), B.priority(100));
            awaitShared(cluster, first, second);
            stopped = Instant.now();
            first.stop();
            cluster.awaitMaster(second, A, stopped);
            cluster.awaitOnly(second, A.vip());
            cluster.awaitOnly(second, B.vip());
        });
    }

    private static void awaitShared(Cluster cluster, Node first, Node second) {
        cluster.awaitMaster(first, A);
        cluster.awaitMaster(second, B);
        cluster.awaitOnly(first, A.vip());
        cluster.awaitOnly(second, B.vip());
    }
}
