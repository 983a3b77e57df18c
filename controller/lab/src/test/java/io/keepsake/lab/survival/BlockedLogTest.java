package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.daemon.log.TimelineLogger;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody reads what the director prints: its pipe fills up, and everything else goes on. */
class BlockedLogTest {
    private static final int INSTANCES = 200;

    /** So that more lines come than wait. */
    private static final int FLAPS = TimelineLogger.WAITING_MAX / INSTANCES;

    @Test
    void costsLinesAndNothingElse() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.many(INSTANCES, 200));
            var pipe = lab.file("pipe");
            node.host().run("mkfifo", pipe.toString());
            // both ends are open, and nothing is ever read
            var command = "exec 3<>" + pipe + "; exec " + String.join(" ", node.command()) + " >&3 2>&3";
            node.run(List.of("bash", "-c", command), lab.file("shell.log"));
            Await.until(
                    "all are master, in the journal", Node.PATIENCE, () -> of(node, BecameMaster.class) == INSTANCES);
            Await.until("the addresses stand", Node.PATIENCE, () -> node.has("192.168.182." + INSTANCES));

            var printed = lab.file("printed");
            node.host()
                    .run("sh", "-c", "dd if=" + pipe + " of=" + printed + " iflag=nonblock bs=1 count=1 2>/dev/null");
            assertEquals(1, Files.size(printed), "something was printed");
            node.host().run("ip", "link", "set", Node.LINK, "down");
            node.awaitRecorded(1, "what happens behind the full pipe", BecameFault.class);
            for (int flap = 0; flap < FLAPS; flap++) {
                node.host().run("ip", "link", "set", Node.LINK, "up");
                int faults = flap + 1;
                Await.until(
                        "backups again",
                        Node.PATIENCE,
                        () -> of(node, BecameBackup.class) >= INSTANCES * (faults + 1L));
                node.host().run("ip", "link", "set", Node.LINK, "down");
                Await.until(
                        "all in FAULT", Node.PATIENCE, () -> of(node, BecameFault.class) >= INSTANCES * (faults + 1L));
            }
            var reader = node.host().start("sh", "-c", "cat " + pipe + " > " + printed);
            Await.until("the number of the lines that were lost", Node.PATIENCE, () -> tellsLoss(printed));
            reader.kill9();
            node.director().signal(15);
            node.director().awaitExit(Node.PATIENCE);
            var turns = JournalCheck.read(node.journal()).verify().turns(1);
            assertEquals(
                    1,
                    turns.stream()
                            .filter(turn -> JournalCheck.tells(turn, StopRequested.class))
                            .count(),
                    "the journal has it to the end");
        }
    }

    private static boolean tellsLoss(Path printed) {
        try {
            return Files.readString(printed).contains("lines are missing before this one");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long of(Node node, Class<?> kind) {
        return JournalCheck.read(node.journal()).turns(1).stream()
                .flatMap(turn -> turn.decisions().stream())
                .filter(kind::isInstance)
                .count();
    }
}
