package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.event.Decision.TrackedProcessLost;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes move the address. keepalived is the other node only: it hears of processes by the kernel's connector, which is
 * in no network namespace but the host's own.
 */
class TrackProcessTest {
    private static final int SIGKILL = 9;

    @ParameterizedTest
    @EnumSource
    void theAddressFollowsAProcess(Program lower) throws Exception {
        Cluster.run(cluster -> {
            var high = cluster.node(133, Program.KEEPSAKE);
            var low = cluster.node(135, lower);
            var program = Files.copy(Path.of("/usr/bin/sleep"), cluster.lab().file("proxy"));
            var first = proxy(high, program);
            var second = proxy(high, program);
            high.start(config(cluster.lab().file("high.conf"), program));
            low.start(Conf.V3.priority(90));
            cluster.awaitOnly(high, Conf.VIP);

            first.signal(SIGKILL);
            cluster.awaitOnly(low, Conf.VIP);
            var decided = high.awaitTurn(BecameFault.class).decisions();
            assertEquals(new TrackedProcessLost("proxy", 1, 2), decided.getFirst());

            proxy(high, program);
            cluster.awaitOnly(high, Conf.VIP);
            second.signal(SIGKILL);
            cluster.awaitOnly(low, Conf.VIP);
        });
    }

    private static Running proxy(Node node, Path program) {
        return node.host().start(program.toString(), "100000");
    }

    private static Path config(Path config, Path program) throws IOException {
        var block = "vrrp_track_process proxy {\n    process " + program.getFileName() + "\n    quorum 2\n}\n";
        return Files.writeString(
                config,
                Conf.file(Conf.V3.priority(100).with("track_process { proxy }"))
                        .replace("vrrp_instance", block + "vrrp_instance"));
    }
}
