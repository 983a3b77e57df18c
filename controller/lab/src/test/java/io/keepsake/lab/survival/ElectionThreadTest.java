package io.keepsake.lab.survival;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code vrrp_cpu_affinity} reaches the thread of a running director, and a reload takes it back. */
class ElectionThreadTest {
    private static final String VIP = "192.168.181.100";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String FIRST_ONLY = "Cpus_allowed_list:\t0";

    @Test
    void theKernelRunsTheElectionsWhereTheFileSays() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            var plain = Configs.fast("0.1", 255, VIP);
            node.configure("global_defs { vrrp_cpu_affinity 0 }\n" + plain);
            node.start();
            node.awaitHas(VIP, true);
            Await.until("the elections on the first CPU", SOON, () -> isOnFirst(node));

            node.configure(plain);
            node.director().signal(1);
            Await.until("the elections on any CPU", SOON, () -> !isOnFirst(node));
        }
    }

    /** The thread that runs {@code main}, which the kernel calls java as the process. */
    private static boolean isOnFirst(Node node) {
        try (var threads = Files.list(Path.of("/proc/" + node.director().pid() + "/task"))) {
            return threads.anyMatch(thread -> text(thread.resolve("comm")).equals("java\n")
                    && text(thread.resolve("status")).lines().anyMatch(FIRST_ONLY::equals));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return "";
        }
    }
}
