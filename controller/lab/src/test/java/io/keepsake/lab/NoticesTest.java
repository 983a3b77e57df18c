package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts of an instance are told each of its states, with the arguments that keepalived gives them. */
class NoticesTest {
    private static final Conf LOW = Conf.V3.priority(90);

    private static final List<String> STATES = List.of("BACKUP", "MASTER", "FAULT", "BACKUP", "MASTER", "STOP");

    /** The script for one state, then the one for all; keepalived starts both at once. */
    @ParameterizedTest
    @EnumSource
    void everyTransitionIsTold(Program program) throws Exception {
        Cluster.run(cluster -> {
            var told = cluster.lab().file("told");
            var script = script(cluster.lab().file("tell.sh"), "echo \"$@\" >>" + told);
            var node = cluster.node(133, program);
            node.start(LOW.with(
                    "notify_master \"" + script + " MASTER\"",
                    "notify_backup \"" + script + " BACKUP\"",
                    "notify_fault \"" + script + " FAULT\"",
                    "notify_stop \"" + script + " STOP\"",
                    "notify \"" + script + " any\""));
            throughAllStates(node, told, 2);
            awaitTold(told, 2 * STATES.size());
            var expected = STATES.stream()
                    .flatMap(state -> Stream.of(state, "any INSTANCE VI_51 " + state + " 90"))
                    .toList();
            assertEquals(inOrder(program, expected), inOrder(program, lines(told)));
        });
    }

    /** What was told: with keepalived, whose scripts overtake one another, in whatever order. */
    private static List<String> inOrder(Program program, List<String> lines) {
        return program == Program.KEEPSAKE ? lines : lines.stream().sorted().toList();
    }

    /** The reader of the pipe is started with its path, as keepalived starts it, and ends with the pipe. */
    @ParameterizedTest
    @EnumSource
    void thePipeIsToldEveryTransitionInOrder(Program program) throws Exception {
        Cluster.run(cluster -> {
            var told = cluster.lab().file("told");
            var reader = script(cluster.lab().file("reader.sh"), "cat \"$1\" >>" + told);
            var fifo = "notify_fifo " + cluster.lab().file("pipe") + "\n notify_fifo_script " + reader;
            var config = cluster.lab().file("fifo.conf");
            Files.writeString(config, Conf.file(LOW).replace("global_defs {", "global_defs {\n " + fifo));
            var node = cluster.node(133, program);
            node.start(config);
            throughAllStates(node, told, 1);
            // keepalived terminates its reader, which may not have read the last line then
            int all = program == Program.KEEPSAKE ? STATES.size() : STATES.size() - 1;
            awaitTold(told, all);
            assertEquals(
                    STATES.stream()
                            .limit(all)
                            .map(state -> "INSTANCE \"VI_51\" " + state + " 90")
                            .toList(),
                    lines(told).stream().limit(all).toList());
        });
    }

    /** To MASTER, FAULT, MASTER and the end, each when so many lines were told of the one before. */
    private static void throughAllStates(Node node, Path told, int lines) {
        awaitTold(told, 2 * lines);
        node.host().unplug();
        awaitTold(told, 3 * lines);
        node.host().plug();
        awaitTold(told, 5 * lines);
        node.stop();
    }

    private static void awaitTold(Path told, int lines) {
        Await.until(
                "to be told " + lines + " lines",
                Cluster.SOON,
                () -> lines(told).size() >= lines);
    }

    private static Path script(Path file, String command) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + command + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException _) {
            return List.of();
        }
    }
}
