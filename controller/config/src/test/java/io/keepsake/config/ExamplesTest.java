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
        assertEquals(7, examples.size());
        return examples.stream()
                .map(e -> DynamicTest.dynamicTest(EXAMPLES.relativize(e).toString(), () -> {
                    var valid = assertInstanceOf(
                            Checked.Valid.class, ConfigFile.load(e, ConfigDump.OPTIONS), "the example is usable");
                    for (Object found : valid.warnings()) {
                        var problem = (Problem) found;
                        boolean known = problem.severity() == Severity.NOTICE
                                || problem.severity() == Severity.WARNING
                                        && problem.what().contains("nb_get_retry");
                        assertEquals(true, known, problem::toString);
                    }
                }));
    }

    @Test
    void the_director_of_the_tutorial_balances_two_web_servers_and_has_a_sorry_server() {
        assertEquals(
                """
                server tcp:192.168.181.100:80 rr flags 0 persist 0s/32 quorum 1 hysteresis 0
                  sorry 127.0.0.1:80 DR
                  real 192.168.181.140:80 DR weight 1 limits 0..0 alert
                    http HTTP_1_0 to 192.168.181.140:80 timeout 3s loop 1s retry 3 after 3s warmup 1s
                      url / status [200]
                  real 192.168.181.141:80 DR weight 1 limits 0..0 alert
                    http HTTP_1_0 to 192.168.181.141:80 timeout 3s loop 1s retry 3 after 3s warmup 1s
                      url / status [200]
                """, servers("lvs-dr/192.168.181.138.conf", "nb_get_retry is the old name of retry; it still works"));
    }

    @Test
    void the_database_pair_of_the_tutorial_is_watched_without_its_nb_get_retry() {
        assertEquals(
                """
                server tcp:192.168.181.100:3306 rr flags 0 persist 0s/32 quorum 1 hysteresis 0
                  real 192.168.181.143:3306 DR weight 1 limits 0..0 alert
                    tcp to 192.168.181.143:3306 timeout 10s loop 1s retry 1 after 3s warmup 1s
                  real 192.168.181.144:3306 DR weight 1 limits 0..0 alert
                    tcp to 192.168.181.144:3306 timeout 10s loop 1s retry 1 after 3s warmup 1s
                """,
                servers(
                        "mysql/192.168.181.138.conf",
                        "unknown keyword \"nb_get_retry\" in TCP_CHECK; the line is ignored"));
    }

    /** The virtual servers of an example that has one {@code warning} for each of its two real servers, and no other. */
    private static String servers(String example, String warning) {
        var checked = ConfigFile.load(EXAMPLES.resolve(example), ConfigDump.OPTIONS);
        assertEquals(
                List.of(warning, warning),
                checked.problems().stream().map(Problem::what).toList());
        return checked instanceof Checked.Valid<LoadedConfig> valid
                ? ServersDump.of(valid.value().config())
                : "unusable";
    }

    @Test
    void the_master_of_the_tutorial_advertises_its_address_to_the_group_of_the_file() {
        var file = EXAMPLES.resolve("one-master-two-backups/192.168.181.133.conf");
        assertEquals("""
                exit 0
                1 instance runs
                router LVS_1
                instance VI_1 ens33 MASTER vrid 1 V2 IPV4 prio 100 interval 100 cs auth PASS of 4 bytes
                  to [224.24.24.18] from link preempt true after 0s down 3 lowerSilent false higherSend true checkSource false
                  garp 5s x5 refresh 5s x1 lower 5s x5
                  vip ens33 192.168.181.100/32
                """, ConfigDump.of(ConfigFile.load(file, ConfigDump.OPTIONS)));
    }
}
