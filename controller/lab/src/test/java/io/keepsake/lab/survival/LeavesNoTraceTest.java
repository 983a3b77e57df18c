package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the process may do, whom it talks to, and who may read what it writes. */
class LeavesNoTraceTest {
    private static final String VIP = "192.168.181.100";
    private static final String SECRET = "Zq7!kX2w";
    /** CAP_NET_ADMIN is 12, CAP_NET_RAW is 13. */
    private static final String TWO_CAPABILITIES = "0000000000003000";

    @Test
    void theLauncherLeavesTwoCapabilities() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            node.start();
            node.awaitHas(VIP, true);
            var status = Files.readAllLines(Path.of("/proc/" + node.director().pid() + "/status"));
            for (var set : List.of("CapEff", "CapPrm", "CapBnd")) {
                assertTrue(status.contains(set + ":\t" + TWO_CAPABILITIES), () -> String.join("\n", status));
            }
            assertTrue(status.contains("NoNewPrivs:\t1"), () -> String.join("\n", status));
        }
    }

    @Test
    void thePasswordIsNowhereInJournalLogOrTimeline() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure("$PASSWORD=" + SECRET + "\n" + Configs.ownerWithPassword("$PASSWORD", VIP));
            node.start();
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            var words = new ArrayList<>(Installation.java());
            words.addAll(
                    List.of("io.keepsake.replay.Replay", "show", node.journal().toString()));
            var shown = node.host().run(words.toArray(String[]::new));
            assertTrue(shown.contains("ConfigAccepted"), shown);
            node.director().signal(15);
            node.director().awaitExit(Node.PATIENCE);

            assertFalse(shown.contains(SECRET), "replay show");
            assertFalse(node.director().output().contains(SECRET), "log");
            for (var file : filesIn(node.journal())) {
                var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains(SECRET), file.toString());
            }
        }
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void theGroupReadsTheJournalWhileItIsWrittenAndNobodyElse() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            Files.setPosixFilePermissions(node.journal().getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
            node.start();
            node.awaitRecorded(1, "becoming master", BecameMaster.class);

            for (var path : filesIn(node.journal())) {
                assertEquals("rw-r-----", mode(path), path.toString());
                assertEquals("rwxr-x---", mode(path.resolveSibling(".")), path.toString());
            }
            assertTrue(asNobody(node, "root").contains("ConfigAccepted"), "read by the group");
            assertTrue(asNobody(node, "daemon").contains("Permission denied"), "read by others");
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String asNobody(Node node, String group) {
        return node.host()
                .run(
                        "setpriv",
                        "--reuid=nobody",
                        "--regid=" + group,
                        "--clear-groups",
                        "sh",
                        "-c",
                        "find \"$0\" -type f -exec cat {} + 2>&1; true",
                        node.journal().toString());
    }

    /** strace sees what a capture in the host could miss: a connection that never sent a packet. */
    @Test
    void noConnectionIsOpenedAndNothingIsLeftInHomeOrTmp() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            var home = Files.createDirectory(lab.file("home"));
            var trace = lab.file("trace");
            node.environment().put("HOME", home.toString());
            node.configure(Configs.fast("0.1", 255, VIP));
            var words = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-qq", "-e"));
            words.addAll(List.of("trace=connect,openat,mkdir,mkdirat", "-o", trace.toString()));
            words.addAll(node.command());
            node.run(words);
            Await.until("the VIP, under strace", Node.PATIENCE.multipliedBy(2), () -> node.has(VIP));
            Await.until(
                    "the journal",
                    Node.PATIENCE,
                    () -> JournalCheck.read(node.journal()).lastRun() == 1);
            node.host()
                    .run("sh", "-c", "kill -TERM $(cat \"$0\")", node.pidFile().toString());
            node.director().awaitExit(Node.PATIENCE.multipliedBy(2));

            var calls = Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
            var connects =
                    calls.stream().filter(call -> call.contains("connect(")).toList();
            assertTrue(connects.stream().noneMatch(call -> call.contains("AF_INET")), connects::toString);
            var made = calls.stream()
                    .filter(call -> call.contains("\"/tmp/") && !call.contains("keepsake-lab-"))
                    .filter(call -> call.contains("O_CREAT") || call.contains("mkdir"))
                    .toList();
            // jffi unpacks its library under a name of chance, which it first makes exclusively, and removes it at once
            assertTrue(made.stream().allMatch(call -> call.matches(".*/tmp/jffi\\d{10,}\\.so.*")), made::toString);
            assertTrue(made.isEmpty() || made.getFirst().contains("O_EXCL"), made::toString);
            assertEquals(List.of(), Stream.of(home.toFile().list()).toList(), "HOME");
        }
    }
}
