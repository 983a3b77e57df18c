package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code startup_script} before anything of ours stands, {@code shutdown_script} when nothing does any more. */
class ProcessScriptsTest {
    private static final String VIP = "192.168.181.100";
    private static final int SIGTERM = 15;

    @Test
    void oneComesBeforeTheElectionsAndOneAfterThem() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            var before = lab.file("before");
            var after = lab.file("after");
            node.configure(globals("startup_script " + addressesTo(lab, before) + "\n shutdown_script "
                            + addressesTo(lab, after))
                    + Configs.fast("0.1", 255, VIP));
            node.start();
            node.awaitHas(VIP, true);
            assertTrue(Files.readString(before).contains("inet "), "it saw the addresses that there were");
            assertFalse(Files.readString(before).contains(VIP));
            assertFalse(Files.exists(after));
            node.awaitRecorded(1, "the end of the script", ScriptEnded.class);

            node.director().signal(SIGTERM);
            assertEquals(0, node.director().awaitExit(Node.PATIENCE));
            assertTrue(Files.readString(after).contains("inet "));
            assertFalse(Files.readString(after).contains(VIP));
        }
    }

    /** One that hangs is ended, and the elections begin. */
    @Test
    void oneThatHangsIsEnded() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(globals("startup_script \"/bin/sleep 1000\"\n startup_script_timeout 1")
                    + Configs.fast("0.1", 255, VIP));
            node.start();
            node.awaitHas(VIP, true);
            node.director().awaitOutput("startup_script.*TIMED_OUT", Node.PATIENCE);
        }
    }

    /** As in a container: who may be no other user runs what is to run as itself. */
    @Test
    void twoCapabilitiesAreEnoughForScriptsOfItsOwnUser() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            var before = lab.file("before");
            node.configure(globals("startup_script " + addressesTo(lab, before)) + Configs.fast("0.1", 255, VIP));
            var words = new ArrayList<>(List.of("setpriv", "--bounding-set=-all,+net_admin,+net_raw", "--"));
            words.addAll(node.command());
            node.run(words);
            node.awaitRecorded(1, "the end of the script", ScriptEnded.class);
            assertTrue(Files.readString(before).contains("inet "), () -> node.director()
                    .output());
        }
    }

    private static String globals(String lines) {
        return "global_defs {\n script_user root\n " + lines + "\n}\n";
    }

    private static Path addressesTo(Lab lab, Path file) throws IOException {
        var script = lab.file(file.getFileName() + ".sh");
        Files.writeString(script, "#!/bin/sh\nip addr show > " + file + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
    }
}
