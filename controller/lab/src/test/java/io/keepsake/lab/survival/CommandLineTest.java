package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The command line, beside that of a real keepalived where both have it. */
class CommandLineTest {
    private static final String VIP = "192.168.181.100";

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void signumPrintsTheNumbersOfKeepalived() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            for (var name : List.of("STOP", "RELOAD", "DATA", "STATS", "STATS_CLEAR", "JSON")) {
                var theirs = node.host().run("keepalived", "--signum=" + name);
                var ours = end(node, "--signum=" + name);
                assertEquals(theirs, ours.output(), name);
                assertEquals(0, ours.awaitExit(Node.PATIENCE), name);
            }
            assertEquals(1, end(node, "--signum=NONE").awaitExit(Node.PATIENCE));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void configTestEndsAsKeepalivedsDoes() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 100, VIP));
            var good = end(node, "-t", "-f", node.config().toString());
            assertEquals(0, good.awaitExit(Node.PATIENCE), good::output);
            assertEquals(0, keepalivedTest(lab, node.config()));

            Files.writeString(node.config(), "frobnicate 3\n" + Configs.fast("0.1", 100, VIP));
            var unknown = end(node, "-t", "-f", node.config().toString());
            assertEquals(5, unknown.awaitExit(Node.PATIENCE), unknown::output);
            assertEquals(5, keepalivedTest(lab, node.config()));
            assertTrue(unknown.output().contains("frobnicate"), unknown::output);

            Files.writeString(
                    node.config(),
                    """
                    global_defs {
                        script_user root
                        enable_script_security
                    }
                    vrrp_script chk { script "/nonexistent/check" }
                    """
                            + Configs.fast("0.1", 100, VIP)
                                    .replaceFirst(
                                            "(vrrp_instance.*)\\{",
                                            "$1{\n    track_script { chk }\n    notify /nonexistent/told"));
            var scripts = end(node, "-t", "-f", node.config().toString());
            assertEquals(5, scripts.awaitExit(Node.PATIENCE), scripts::output);
            assertEquals(5, keepalivedTest(lab, node.config()));
            assertTrue(scripts.output().contains("vrrp_script chk: /nonexistent/check"), scripts::output);
            assertTrue(scripts.output().contains("notify: /nonexistent/told"), scripts::output);

            var missing = end(node, "-t", "-f", "/nonexistent/keepsake.conf");
            assertEquals(6, missing.awaitExit(Node.PATIENCE), missing::output);
            assertTrue(missing.output().contains("/nonexistent/keepsake.conf"), missing::output);
            assertEquals(List.of(), List.copyOf(node.changesOf(VIP)), "a test touches nothing");
        }
    }

    /** In a host with the link and without a director. */
    private static int keepalivedTest(Lab lab, Path config) {
        var host = lab.host("k", Node.LINK);
        return host.start("keepalived", "-t", "-f", config.toString()).awaitExit(Node.PATIENCE);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void versionAndHelpEndAtOnce() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            var version = end(node, "-v");
            assertEquals(0, version.awaitExit(Node.PATIENCE));
            assertTrue(version.output().contains("Keepsake director"), version::output);
            var help = end(node, "-h");
            assertEquals(0, help.awaitExit(Node.PATIENCE));
            assertTrue(help.output().contains("--journal"), help::output);
            for (var wrong : List.of(end(node, "-n", "--frobnicate"), end(node, "--frobnicate"))) {
                assertEquals(1, wrong.awaitExit(Node.PATIENCE));
                assertTrue(wrong.output().contains("--frobnicate"), wrong::output);
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSecondDirectorWithTheSamePidFileRefusesAndChangesNothing() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            var capture = lab.capture();
            node.start();
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(node.pidFile())));
            assertEquals(node.director().pid() + "\n", Files.readString(node.pidFile()));

            var second = node.host()
                    .start(
                            node.command("--journal", node.journal() + "-second"),
                            node.environment(),
                            lab.file("second.log"));
            assertEquals(1, second.awaitExit(Node.PATIENCE));
            assertTrue(second.output().contains("running already"), second::output);
            assertEquals(node.director().pid() + "\n", Files.readString(node.pidFile()), "the pid file of the first");
            capture.awaitAdvert("the first goes on", Instant.now(), Node.PATIENCE, seen -> seen.priority() == 255);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aFileThatItMayNotUseIsNamed() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            var taken = Files.createFile(lab.file("taken.pid"));
            node.host().run("chown", "nobody", taken.toString());
            var refused = end(node, "-n", "-f", node.config().toString(), "-p", taken.toString());
            assertEquals(1, refused.awaitExit(Node.PATIENCE));
            assertTrue(refused.output().contains("cannot use " + taken + ": permission denied"), refused::output);
            Files.setPosixFilePermissions(node.config(), PosixFilePermissions.fromString("rw-------"));
            node.host().run("chown", "nobody", node.config().toString());
            var unread = end(node, "-t", "-f", node.config().toString());
            assertTrue(unread.output().contains("cannot be read: permission denied"), unread::output);
            assertTrue(!refused.output().contains("\tat "), refused::output);
        }
    }

    /** Runs the director with these arguments alone, to its end. */
    private static Running end(Node node, String... arguments) {
        var words = new ArrayList<>(List.of(Installation.LAUNCHER.toString(), "director"));
        words.addAll(List.of(arguments));
        var running =
                node.run(words, node.log().resolveSibling("end-" + node.log().getFileName() + words.hashCode()));
        running.awaitExit(Node.PATIENCE);
        return running;
    }
}
