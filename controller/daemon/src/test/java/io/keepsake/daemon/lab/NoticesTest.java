package io.keepsake.daemon.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts of an instance are told each of its states, with the arguments that keepalived gives them. */
class NoticesTest {
    private static final Conf LOW = Conf.V3.priority(90);

    @ParameterizedTest
    @EnumSource
    void everyTransitionIsTold(Program program) throws Exception {
        Cluster.run(cluster -> {
            var node = cluster.node(133, program);
            var told = cluster.lab().file("told");
            var script = script(cluster.lab().file("tell.sh"), told);
            node.start(LOW.with(
                    "notify_master \"" + script + " is-master\"",
                    "notify_backup \"" + script + " is-backup\"",
                    "notify_fault \"" + script + " is-fault\"",
                    "notify_stop \"" + script + " is-stop\"",
                    "notify \"" + script + " any\""));
            awaitTold(told, "is-backup", "any INSTANCE VI_51 BACKUP 90");
            awaitTold(told, "is-master", "any INSTANCE VI_51 MASTER 90");
            node.host().unplug();
            awaitTold(told, "is-fault", "any INSTANCE VI_51 FAULT 90");
            node.host().plug();
            awaitTold(told, "is-backup", "any INSTANCE VI_51 BACKUP 90");
            awaitTold(told, "is-master", "any INSTANCE VI_51 MASTER 90");
            node.stop();
            awaitTold(told, "is-stop", "any INSTANCE VI_51 STOP 90");
        });
    }

    /** The reader of the pipe is started with its path, as keepalived starts it, and ends with the pipe. */
    @ParameterizedTest
    @EnumSource
    void thePipeIsToldEveryTransitionInOrder(Program program) throws Exception {
        Cluster.run(cluster -> {
            var node = cluster.node(133, program);
            var told = cluster.lab().file("told");
            var reader = cluster.lab().file("reader.sh");
            Files.writeString(reader, "#!/bin/sh\ncat \"$1\" >>" + told + "\n");
            Files.setPosixFilePermissions(reader, PosixFilePermissions.fromString("rwxr-xr-x"));
            var config = cluster.lab().file("fifo.conf");
            Files.writeString(
                    config,
                    Conf.file(LOW)
                            .replace(
                                    "global_defs {",
                                    "global_defs {\n    notify_fifo "
                                            + cluster.lab().file("pipe") + "\n    notify_fifo_script " + reader));
            node.start(config);
            awaitLast(told, "INSTANCE \"VI_51\" MASTER 90");
            node.host().unplug();
            awaitLast(told, "INSTANCE \"VI_51\" FAULT 90");
            node.host().plug();
            awaitLast(told, "INSTANCE \"VI_51\" MASTER 90");
            node.stop();
            var states =
                    lines(told).stream().map(line -> line.split(" ", -1)[2]).toList();
            var expected = new ArrayList<>(List.of("BACKUP", "MASTER", "FAULT", "BACKUP", "MASTER"));
            if (program == Program.KEEPSAKE) {
                expected.add("STOP"); // keepalived terminates its reader before it has read this
            }
            assertEquals(expected, states.subList(0, expected.size()));
        });
    }

    private static void awaitLast(Path told, String line) {
        Await.until(
                "to be told " + line,
                Cluster.SOON,
                () -> !lines(told).isEmpty() && lines(told).getLast().equals(line));
    }

    private static Path script(Path file, Path told) throws IOException {
        Files.writeString(file, "#!/bin/sh\necho \"$@\" >>" + told + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The next two lines, whichever comes first: keepalived runs both at once. Takes them away. */
    private static void awaitTold(Path told, String... lines) throws IOException {
        Await.until(
                "to be told " + List.of(lines),
                Cluster.SOON,
                () -> Files.exists(told) && lines(told).size() >= lines.length);
        assertEquals(new TreeSet<>(List.of(lines)), new TreeSet<>(lines(told)));
        Files.delete(told);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException _) {
            return List.of();
        }
    }
}
