package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.event.Decision.TrackedScriptFailed;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Running;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of redis behind a virtual address, with real redis, and keepalived as either of the two. */
class RedisTest {
    private static final int SIGKILL = 9;

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPSAKE", "KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void theAddressFollowsRedis(Program higher, Program lower) throws Exception {
        Cluster.run(cluster -> {
            var high = cluster.node(133, higher);
            var low = cluster.node(134, lower);
            var first = redis(high);
            redis(low);
            high.start(example(high));
            low.start(example(low));
            cluster.awaitMaster(high, Conf.V2);
            cluster.awaitOnly(high, Conf.VIP);

            first.signal(SIGKILL);
            cluster.awaitOnly(low, Conf.VIP);
            assertEquals(
                    "PONG",
                    low.host()
                            .run("redis-cli", "-h", Conf.VIP.toString(), "ping")
                            .strip());

            redis(high);
            cluster.awaitOnly(high, Conf.VIP);
            if (higher == KEEPSAKE) {
                var decided = high.awaitTurn(BecameFault.class).decisions();
                var reason = new FaultCause(FaultReason.TRACKED_SCRIPT, "chk_redis");
                assertEquals(new TrackedScriptFailed("chk_redis", 2, 2, "exit status 1"), decided.getFirst());
                assertEquals(
                        new BecameFault(new InstanceName("VI_1"), Role.MASTER, List.of(reason)), decided.getLast());
            }
        });
    }

    private static Path example(Node node) {
        return Path.of("../../docs/examples/redis/" + node.address() + ".conf")
                .toAbsolutePath()
                .normalize();
    }

    /** A server of the node's own that answers. */
    private static Running redis(Node node) {
        var words = List.of("redis-server", "--port", "6379", "--save", "", "--protected-mode", "no", "--dir", "/");
        var server = node.host().start(words.toArray(String[]::new));
        Await.until("redis on " + node, Cluster.SOON, () -> server.output().contains("Ready to accept connections"));
        return server;
    }
}
