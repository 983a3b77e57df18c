package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Retry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What a reload reads is garbage soon, a hundred megabytes of it for four thousand virtual servers with eight real
 * ones each. The election does not wait for its collection.
 */
@Isolated("it measures the rhythm of adverts")
class LargeReloadTest {
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration STALL = Duration.ofMillis(20);
    private static final String VIP = "192.168.181.100";
    private static final int RELOADS = 3;

    @Test
    void delaysNoAdvert() throws Exception {
        Retry.onMachineStall(3, STALL, LargeReloadTest::reloads);
    }

    private static void reloads() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            var good = Configs.fast("0.02", 255, VIP);
            node.configure(good);
            node.start();
            node.awaitRecorded(1, "becoming master", BecameMaster.class);

            node.configure(good + servers(4_000, 8) + "vrrp_instance WITHOUT_LINK { virtual_router_id 300 }\n");
            try (var rhythm = Rhythm.of(lab, node, INTERVAL)) {
                var begun = Instant.now();
                for (int i = 0; i < RELOADS; i++) {
                    var answer = node.ask("--reload").output();
                    assertTrue(answer.contains("refused"), answer);
                }
                var ended = Instant.now();
                rhythm.await(0, ended);
                rhythm.assertKept(begun, ended);
            }
        }
    }

    private static String servers(int virtual, int real) {
        var text = new StringBuilder();
        for (int v = 0; v < virtual; v++) {
            text.append("virtual_server 10.0.%d.%d 80 {\n".formatted(v / 250, 1 + v % 250))
                    .append("    delay_loop 6\n    lb_algo rr\n    lb_kind NAT\n    protocol TCP\n");
            for (int r = 1; r <= real; r++) {
                text.append("    real_server 10.1.%d.%d 80 {\n        weight 1\n".formatted(v % 250, r))
                        .append("        TCP_CHECK {\n            connect_port 80\n")
                        .append("            connect_timeout 3\n        }\n    }\n");
            }
            text.append("}\n");
        }
        return text.toString();
    }
}
