package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two virtual routers in a sync group on both nodes, with keepalived as either of the two. */
class SyncGroupTest {
    private static final Conf A = Conf.V3.router(51, "192.168.181.100");
    private static final Conf B = Conf.V3.router(52, "192.168.181.200");
    private static final String TRACKED = "track_interface { trk0 }";
    private static final List<String> STATES = List.of("BACKUP", "MASTER", "FAULT", "BACKUP", "MASTER", "STOP");

    /** The group is told of behind all its members, but where it begins as a backup: so keepalived has it. */
    private static final List<String> LINES = IntStream.range(0, STATES.size())
            .boxed()
            .flatMap(i -> {
                var words =
                        i == 0 ? List.of("GROUP", "INSTANCE", "INSTANCE") : List.of("INSTANCE", "INSTANCE", "GROUP");
                return words.stream().map(word -> word + " " + STATES.get(i));
            })
            .toList();

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPSAKE", "KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void theyMoveTogether(Program higher, Program lower) throws Exception {
        Cluster.run(cluster -> {
            var high = cluster.node(133, higher);
            var low = cluster.node(135, lower);
            high.host().run("ip", "link", "add", "trk0", "type", "veth", "peer", "name", "trk1");
            high.host().run("ip", "link", "set", "trk1", "up");
            high.host().run("ip", "link", "set", "trk0", "up");
            // the kernel says so up to a second later; a program that starts before sees a fault come and go
            Await.until("trk0", Cluster.SOON, () -> high.host()
                    .run("ip", "link", "show", "trk0")
                    .contains("state UP"));
            var told = cluster.lab().file("told");
            var reader = reader(cluster.lab().file("reader.sh"), told);
            var fifo = "notify_fifo " + cluster.lab().file("pipe") + "\n notify_fifo_script " + reader;
            var text = Conf.file(A.priority(100), B.priority(100).with(TRACKED))
                    .replace("global_defs {", "global_defs {\n " + fifo);
            high.start(grouped(cluster.lab().file("high.conf"), text));
            low.start(grouped(cluster.lab().file("low.conf"), Conf.file(A.priority(90), B.priority(90))));
            awaitBoth(cluster, high);

            high.host().run("ip", "link", "set", "trk0", "down");
            awaitBoth(cluster, low);
            high.host().run("ip", "link", "set", "trk0", "up");
            awaitBoth(cluster, high);
            awaitTold(told, LINES.size() - 3);
            high.stop();
            awaitBoth(cluster, low);

            // keepalived terminates its reader, which may not have read the last lines then
            int all = higher == Program.KEEPSAKE ? LINES.size() : LINES.size() - 3;
            awaitTold(told, all);
            assertEquals(LINES.subList(0, all), lines(told).stream().limit(all).toList());
            // as VyOS reads them
            for (var line : Files.readAllLines(told)) {
                assertTrue(line.matches("\\w+ \"[\\w-]+\" \\w+ \\d+"), line);
            }
        });
    }

    private static void awaitBoth(Cluster cluster, Node node) {
        cluster.awaitMaster(node, A);
        cluster.awaitMaster(node, B);
        cluster.awaitOnly(node, A.vip());
        cluster.awaitOnly(node, B.vip());
    }

    private static Path grouped(Path file, String text) throws IOException {
        return Files.writeString(
                file, text + "vrrp_sync_group G {\n    group {\n        VI_51\n        VI_52\n    }\n}\n");
    }

    private static Path reader(Path file, Path told) throws IOException {
        Files.writeString(file, "#!/bin/sh\ncat \"$1\" >>" + told + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void awaitTold(Path told, int lines) {
        Await.until(
                lines + " lines of the group and its members",
                Cluster.SOON,
                () -> lines(told).size() >= lines);
    }

    /** Of each line what it is about, and the state. */
    private static List<String> lines(Path told) {
        try {
            return Files.readAllLines(told).stream()
                    .map(line -> line.split(" ", -1))
                    .map(words -> words[0] + " " + words[2])
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
