package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code net_namespace} and {@code -s}: a director that is started on one host is at home on another. */
class NetNamespaceTest {
    private static final String VIP = "192.168.181.100";
    private static final int SIGTERM = 15;

    @Test
    void itsAddressesStandInTheNamespaceThatTheFileNames() throws IOException {
        try (var lab = Lab.open();
                var name = Named.of(lab)) {
            var node = Node.alone(lab);
            name.attach(node.host().holder());
            var elsewhere = lab.host("elsewhere", Node.LINK);
            node.configure("net_namespace " + name.text() + "\n" + Configs.fast("0.1", 255, VIP));
            var director = elsewhere.start(node.command(), node.environment(), node.log());
            node.awaitHas(VIP, true);
            assertFalse(elsewhere.run("ip", "addr", "show").contains(VIP));
            end(director);

            node.configure(Configs.fast("0.1", 255, VIP));
            var words = new ArrayList<>(node.command());
            words.addAll(List.of("-s", name.text()));
            var asked = elsewhere.start(words, node.environment(), node.log());
            node.awaitHas(VIP, true);
            end(asked);
        }
    }

    @Test
    void aNamespaceThatThereIsNotIsNoOther() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure("net_namespace keepsake-nowhere\n" + Configs.fast("0.1", 255, VIP));
            var director = node.start();
            assertEquals(1, director.awaitExit(Node.PATIENCE));
            assertTrue(director.output().contains("keepsake-nowhere"), director::output);
            assertFalse(node.host().run("ip", "addr", "show").contains(VIP));
        }
    }

    private static void end(Running director) {
        director.signal(SIGTERM);
        assertEquals(0, director.awaitExit(Node.PATIENCE));
    }

    /** A name in /run/netns, which is there for this test only. */
    private record Named(String text) implements AutoCloseable {
        static Named of(Lab lab) throws IOException {
            return new Named("keepsake-" + Files.getAttribute(lab.file("name").getParent(), "unix:ino"));
        }

        void attach(long holder) throws IOException {
            ip("netns", "attach", text, Long.toString(holder));
        }

        private static void ip(String... words) throws IOException {
            var command = new ArrayList<>(List.of("ip"));
            command.addAll(List.of(words));
            var process = new ProcessBuilder(command).inheritIO().start();
            assertEquals(0, process.onExit().join().exitValue(), command.toString());
        }

        @Override
        public void close() throws IOException {
            ip("netns", "delete", text);
        }
    }
}
