package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Retry;
import io.keepsake.testkit.sys.LocalReceiver;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The daemon that takes the system's log, the service manager and clients of the control socket stand still, and then are
 * gone: that costs lines, which are counted, and no advert.
 */
@Isolated("it measures the rhythm of adverts")
class FrozenLogDaemonTest {
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration STALL = Duration.ofMillis(20);
    private static final int CLIENTS = 40;

    @Test
    void costsLinesAndNoAdvert() throws Exception {
        Retry.onMachineStall(3, STALL, FrozenLogDaemonTest::frozen);
    }

    private static void frozen() throws Exception {
        try (var lab = Lab.open()) {
            var directory = Files.createDirectory(lab.file("sockets"));
            var log = directory.resolve("log");
            var node = Node.alone(lab);
            node.environment().put("NOTIFY_SOCKET", directory.resolve("notify").toString());
            node.environment().put("WATCHDOG_USEC", "100000");
            node.configure(Configs.fast("0.02", 255, "192.168.181.100"));
            var clients = new ArrayList<SocketChannel>();
            // both listen, and never take anything out
            try (var _ = new LocalReceiver(log);
                    var _ = new LocalReceiver(directory.resolve("notify"))) {
                node.run(node.command("--log-socket=" + log, "--log-format=keepalived", "-D"));
                node.awaitRecorded(1, "the first deadline", DeadlineReached.class);
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(SocketChannel.open(UnixDomainSocketAddress.of(control(node))));
                }
                assertUndisturbed(lab, node);
            }
            Files.delete(log);
            Files.delete(directory.resolve("notify"));
            assertUndisturbed(lab, node);
            try (var anew = new LocalReceiver(log)) {
                node.director().signal(1);
                Await.until(
                        "how many lines were lost, and the next ones",
                        Node.PATIENCE,
                        () -> anew.heard().stream().anyMatch(line -> line.contains("lines are missing before this one"))
                                && anew.heard().stream().anyMatch(line -> line.endsWith("Reload complete")));
            }
            for (var client : clients) {
                client.close();
            }
            assertTrue(node.director().alive());
        }
    }

    private static Path control(Node node) {
        return Path.of(node.pidFile().toString().replaceFirst("\\.pid$", ".sock"));
    }

    /** More lines than the queue of a socket takes, and a hundred adverts meanwhile. */
    private static void assertUndisturbed(Lab lab, Node node) {
        try (var rhythm = Rhythm.of(lab, node, INTERVAL)) {
            var from = Instant.now();
            for (int i = 0; i < 10; i++) {
                node.host().run("ip", "address", "replace", "192.168.181." + (200 + i) + "/32", "dev", Node.LINK);
                node.director().signal(1);
            }
            rhythm.await(100, from);
            rhythm.assertKept(from, Instant.now());
        }
    }
}
