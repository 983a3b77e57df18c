package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The director as the first process of a container. */
class FirstProcessTest {
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void buriesTheOrphansOfItsContainer() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, "192.168.181.100"));
            var orphan = lab.file("orphan");
            // the shell between them has ended by the time the director takes over, and the sleep outlives the start
            var inside = "(sh -c 'until [ -e " + orphan + " ]; do sleep 0.1; done' &); exec "
                    + String.join(" ", node.command());
            node.run(
                    List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c", inside),
                    lab.file("shell.log"));
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            long first = first(node.director().pid());
            assertFalse(zombie(first), "as long as it runs");
            Files.createFile(orphan);
            Await.until("the burial", Node.PATIENCE, () -> children(first).noneMatch(FirstProcessTest::sleeper));
        }
    }

    private static long first(long unshare) {
        return ProcessHandle.of(unshare)
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static Stream<Long> children(long pid) {
        return ProcessHandle.of(pid).orElseThrow().children().map(ProcessHandle::pid);
    }

    private static boolean sleeper(long pid) {
        return stat(pid).contains("(sh) ") || zombie(pid);
    }

    private static boolean zombie(long pid) {
        return stat(pid).contains(") Z ");
    }

    private static String stat(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat"));
        } catch (NoSuchFileException gone) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
