package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/** Files that are too large for the director are refused, and it goes on. */
class HugeFileTest {
    private static final String VIP = "192.168.181.100";
    private static final long HUGE = 300L << 20;

    @Test
    void isRefusedByPlanAndReload() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            node.start();
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            node.awaitHas(VIP, true);

            var huge = lab.file("huge.conf");
            try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
                file.setLength(HUGE);
            }
            assertTrue(node.ask("--plan=" + huge).output().contains("longer than"), "a file of 300 MiB");
            var words = Files.writeString(
                    lab.file("words.conf"), "a ".repeat(500).concat("\n").repeat(7_000));
            var answer = node.ask("--plan=" + words).output();
            assertTrue(answer.contains("words are in the configuration"), answer);

            Files.copy(huge, node.config(), StandardCopyOption.REPLACE_EXISTING);
            node.director().signal(1);
            node.awaitRecorded(1, "the refusal", ConfigRefused.class);
            assertTrue(node.director().alive(), () -> node.director().output());
            assertTrue(node.has(VIP), "it holds its address");
            assertFalse(node.changesOf(VIP).stream().anyMatch(change -> !change.added()), "and always did");
        }
    }
}
