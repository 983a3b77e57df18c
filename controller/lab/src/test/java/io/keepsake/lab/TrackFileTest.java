package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number in a file moves the address, with keepalived as either of the two nodes. */
class TrackFileTest {
    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPSAKE", "KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void theNumberIsWeighed(Program higher, Program lower) throws Exception {
        follows(higher, lower, "load weight -5", "4", "1");
    }

    @ParameterizedTest
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPALIVED, KEEPSAKE"})
    void anyNumberIsAFaultWithoutAWeight(Program higher, Program lower) throws Exception {
        follows(higher, lower, "load weight 0", "1", "0");
    }

    private static void follows(Program higher, Program lower, String tracked, String bad, String good)
            throws Exception {
        Cluster.run(cluster -> {
            var high = cluster.node(133, higher);
            var low = cluster.node(135, lower);
            var file = cluster.lab().file("load");
            high.start(config(cluster.lab().file("high.conf"), file, tracked));
            low.start(Conf.V3.priority(90));
            cluster.awaitOnly(high, Conf.VIP);
            assertEquals("0", Files.readString(file).strip(), "init_file");

            Files.writeString(file, bad);
            cluster.awaitOnly(low, Conf.VIP);
            // as configuration management writes: another file takes its place
            Files.move(
                    Files.writeString(cluster.lab().file("load.new"), good + "\n"),
                    file,
                    StandardCopyOption.ATOMIC_MOVE);
            cluster.awaitOnly(high, Conf.VIP);
            Files.writeString(file, bad + "\n");
            cluster.awaitOnly(low, Conf.VIP);
            Files.delete(file);
            cluster.awaitOnly(high, Conf.VIP);
        });
    }

    private static Path config(Path config, Path file, String tracked) throws IOException {
        var block = "track_file load {\n    file " + file + "\n    init_file 0\n}\n";
        return Files.writeString(
                config,
                Conf.file(Conf.V3.priority(100).with("track_file {", "    " + tracked, "}"))
                        .replace("vrrp_instance", block + "vrrp_instance"));
    }
}
