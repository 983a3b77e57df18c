package io.keepsake.daemon.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.NodeState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are written when, and where. */
class DumpsTest {
    private static final String INSTANCE = """
            vrrp_instance VI_1 {
             interface eth0
             virtual_router_id 51
             virtual_ipaddress {
              192.0.2.100
             }
            }
            """;

    @TempDir
    Path directory;

    private final Told told = Scene.told();

    private Dumps dumps(String globals) {
        var choices = Told.loaded("global_defs {\n" + globals + "\n}\n" + INSTANCE);
        return new Dumps(directory, told::state, () -> choices, told.counters);
    }

    private Set<String> written() throws Exception {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void theyStandUnderTheirUsualNames() throws Exception {
        var dumps = dumps("");
        assertTrue(dumps.data().startsWith("written: " + directory + "/keepalived.data, "));
        assertEquals("written: " + directory + "/keepalived.stats", dumps.stats());
        assertEquals("written: " + directory + "/keepalived.json", dumps.json());
        assertEquals(
                Set.of(
                        "keepalived.data",
                        "keepalived_check.data",
                        "keepalived_parent.data",
                        "keepalived.stats",
                        "keepalived.json"),
                written());
        assertTrue(Files.readString(directory.resolve("keepalived.json")).startsWith("["));
    }

    @Test
    void theyStandWhereTheFileSays() throws Exception {
        var elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        var dumps = dumps("state_dump_file " + elsewhere + "/state.txt\nstats_dump_file counts\njson_dump_file "
                + elsewhere + "/\njson_version 2");
        dumps.data();
        dumps.stats();
        dumps.json();
        assertEquals(
                Set.of(
                        "elsewhere/state.txt",
                        "elsewhere/state_check.txt",
                        "elsewhere/state_parent.txt",
                        "counts",
                        "elsewhere/keepalived.json"),
                written());
        assertTrue(Files.readString(elsewhere.resolve("keepalived.json")).startsWith("{\"vrrp\":["));
    }

    @Test
    void countsBeginAnewBehindWhatWasWritten() throws Exception {
        var dumps = dumps("");
        dumps.statsAndClear();
        var file = directory.resolve("keepalived.stats");
        assertTrue(Files.readString(file).contains("  Released master: 1\n"));
        dumps.stats();
        assertFalse(Files.readString(file).contains("  Released master: 1\n"));
    }

    @Test
    void whatCannotBeWrittenIsTold() throws Exception {
        Files.createDirectories(directory.resolve("keepalived.json/in the way"));
        assertTrue(dumps("").json().startsWith("NOT written: " + directory + "/keepalived.json"));
    }

    @Test
    void nothingIsWrittenBeforeThereIsAConfiguration() throws Exception {
        var dumps = new Dumps(directory, () -> NodeState.INITIAL, () -> told.config, told.counters);
        assertTrue(dumps.data().startsWith("no dump is written"));
        assertTrue(dumps.json().startsWith("no dump is written"));
        assertEquals(Set.of(), written());
    }
}
