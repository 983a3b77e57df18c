package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.keepsake.config.problem.Problem;
import io.keepsake.config.problem.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The files of the tutorial this project starts from. */
class ExamplesTest {
    static final Path EXAMPLES = Path.of("../../docs/examples");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(f -> f.toString().endsWith(".conf")).sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> each_example_runs_and_only_warns_of_nb_get_retry() throws IOException {
        var examples = examples();
        assertEquals(5, examples.size());
        return examples.stream()
                .map(e -> DynamicTest.dynamicTest(EXAMPLES.relativize(e).toString(), () -> {
                    var valid = assertInstanceOf(
                            Checked.Valid.class, ConfigFile.load(e, ConfigDump.OPTIONS), "the example is usable");
                    for (Object found : valid.warnings()) {
                        var problem = (Problem) found;
                        boolean known = problem.severity() == Severity.NOTICE
                                || problem.severity() == Severity.WARNING
                                        && problem.what().contains("unknown keyword \"nb_get_retry\" in TCP_CHECK");
                        assertEquals(true, known, problem::toString);
                    }
                }));
    }

    @Test
    void the_master_of_the_tutorial_advertises_its_address_to_the_group_of_the_file() {
        var file = EXAMPLES.resolve("one-master-two-backups/192.168.181.133.conf");
        assertEquals("""
                exit 0
                router LVS_1
                instance VI_1 ens33 MASTER vrid 1 V2 IPV4 prio 100 interval 100 cs auth PASS of 4 bytes
                  to [224.24.24.18] from link preempt true after 0s down 3 lowerSilent false higherSend true checkSource false
                  garp 5s x5 refresh 5s x1 lower 5s x5
                  vip ens33 192.168.181.100/32
                """, ConfigDump.of(ConfigFile.load(file, ConfigDump.OPTIONS)));
    }
}
