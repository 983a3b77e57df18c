package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.OperatorEvent.SignalHeard;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What exporters, operators and init systems send. */
class SignalsTest {
    private static final String VIP = "192.168.181.100";
    private static final int HUP = 1;
    private static final int USR1 = 10;
    private static final int USR2 = 12;
    private static final int JSON = 36;
    private static final int STATS_CLEAR = 63;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatExportersSendEndsNothingAndIsRecorded() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            var capture = lab.capture();
            node.start();
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            for (int signal : new int[] {USR1, USR2, JSON, STATS_CLEAR, HUP}) {
                node.director().signal(signal);
            }
            Await.until("all of them in the journal", Node.PATIENCE, () -> heard(node)
                    .equals(Set.of(HUP, USR1, USR2, JSON, STATS_CLEAR)));
            capture.awaitAdvert("an advert after the signals", Instant.now(), Node.PATIENCE, _ -> true);
            assertTrue(node.director().alive());
            assertTrue(node.has(VIP));
        }
    }

    private static Set<Integer> heard(Node node) {
        return JournalCheck.read(node.journal()).turns(1).stream()
                .map(turn -> turn.recorded().event())
                .filter(SignalHeard.class::isInstance)
                .map(event -> ((SignalHeard) event).number())
                .collect(Collectors.toSet());
    }

    /** As soon as the pid file says whom to ask, whatever has been read of the file by then. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aReloadThatIsAskedForBeforeTheStartIsOverIsDoneAfterIt() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            node.start();
            Await.until("the pid file", Node.PATIENCE, () -> Files.exists(node.pidFile()));
            node.configure(Configs.fast("0.1", 255, "192.168.181.101"));
            node.director().signal(HUP);
            Await.until("the address of the second file", Node.PATIENCE, () -> node.has("192.168.181.101"));
            Await.until("and not that of the first", Node.PATIENCE, () -> !node.has(VIP));
        }
    }

    /** As a deployment does that writes the file and reloads whatever runs: also while Java itself is only starting. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void reloadsFromTheFirstMomentOnEndNothing() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            node.start();
            Await.until("the launcher to have begun", Node.PATIENCE, () -> ignoresReloads(node));
            node.configure(Configs.fast("0.1", 255, "192.168.181.101"));
            Await.until("the pid file", Node.PATIENCE, () -> {
                node.director().signal(HUP);
                assertTrue(node.director().alive(), () -> node.director().output());
                return Files.exists(node.pidFile());
            });
            Await.until("the address of the second file", Node.PATIENCE, () -> node.has("192.168.181.101"));
            Await.until("and not that of the first", Node.PATIENCE, () -> !node.has(VIP));
        }
    }

    /** The launcher itself, not what comes before it and may have been told so by whoever began these tests. */
    private static boolean ignoresReloads(Node node) {
        var process = Path.of("/proc/" + node.director().pid());
        try (var lines = Files.lines(process.resolve("status"))) {
            var program =
                    Files.readSymbolicLink(process.resolve("exe")).getFileName().toString();
            return (program.equals("bash") || program.equals("java"))
                    && lines.filter(line -> line.startsWith("SigIgn:"))
                            .anyMatch(line ->
                                    (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1 << HUP - 1) != 0);
        } catch (IOException gone) {
            return false;
        }
    }

    /** A shell without job control has whatever it starts in the background ignore SIGINT. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(ints = {2, 15})
    void stopEndsAlsoOneThatWasStartedWithItIgnored(int signal) {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            var command = new ArrayList<>(List.of("env", "--ignore-signal=INT,TERM"));
            command.addAll(node.command());
            node.run(command);
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            node.director().signal(signal);
            assertEquals(0, node.director().awaitExit(Node.PATIENCE));
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(ints = {2, 15})
    void stopEndsWithZeroAndTakesVipAndPidFileAway(int signal) {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            var capture = lab.capture();
            node.start();
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            node.awaitHas(VIP, true);
            assertTrue(Files.exists(node.pidFile()));

            var stopped = Instant.now();
            node.director().signal(signal);
            capture.awaitAdvert("the goodbye", stopped, Node.PATIENCE, seen -> seen.priority() == 0);
            assertEquals(0, node.director().awaitExit(Node.PATIENCE));
            assertFalse(node.has(VIP));
            assertFalse(Files.exists(node.pidFile()), "pid file");
            assertTrue(node.foreignUntouched());
            assertTrue(JournalCheck.read(node.journal()).verify().turns(1).stream()
                    .anyMatch(turn -> JournalCheck.tells(turn, StopRequested.class)));
        }
    }
}
