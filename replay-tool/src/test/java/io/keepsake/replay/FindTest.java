package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code find}: a is master first, is stopped, b follows and is killed, and c takes over; the clock of c is 40 s ahead. */
class FindTest {
    @TempDir
    private static Path root;

    @BeforeAll
    static void record() throws Exception {
        RecordedCluster.failovers(root, Instant.parse("2026-11-22T03:00:00Z"), "VI_1", 40_000_000_000L);
    }

    private static Golden.Said find(String query, String... options) {
        var words = new ArrayList<>(List.of("find", "--utc"));
        words.addAll(List.of(options));
        words.add(query);
        List.of("a", "b", "c").forEach(node -> words.add(node + "=" + root.resolve("node-" + node)));
        return Golden.replay(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BecameMaster                                                               | 3 of 3 BecameMaster",
                "BecameMaster node=b                                                        | 1 of 1 BecameMaster node=b",
                "BecameMaster preceded-by GoodbyeHeard within 1s                            | 1 of 3 BecameMaster",
                "BecameMaster not preceded-by GoodbyeHeard within 1s                        | 2 of 3 BecameMaster",
                "BecameMaster preceded-by GoodbyeHeard within 500ms                         | 0 of 3 BecameMaster",
                "StopRequested followed-by BecameMaster within 2s                           | 1 of 1 StopRequested",
                "StopRequested followed-by BecameMaster within 2s same node                 | 0 of 1 StopRequested",
                "StopRequested not followed-by BecameMaster within 2s same node             | 1 of 1 StopRequested",
                "BecameMaster why.armed=ADVERT                                              | 1 of 1 BecameMaster",
                "BecameMaster why.skew<0.7s                                                 | 2 of 2 BecameMaster",
                "AdvertReceived priority!=100 priority>0                                    | 10 of 10 AdvertReceived",
                "any from=BACKUP                                                            | 3 of 3 any from=BACKUP",
            })
    void whatIsAskedForIsFound(String query, String said) {
        var run = find(query);

        assertTrue(run.out().contains("\n" + said), run.out() + run.err());
        assertEquals(said.startsWith("0") ? 1 : 0, run.code(), run.out());
    }

    @Test
    void wordsNeedNoQuotes() {
        var words = List.of(
                "find", "BecameMaster", "preceded-by", "GoodbyeHeard", "within", "1s", "b=" + root.resolve("node-b"));

        assertTrue(Golden.replay(words.toArray(String[]::new)).out().contains("1 of 1 BecameMaster"));
    }

    @Test
    void eachIsToldWithItsNameItsTimeAndHowFarTheOtherIs() {
        var run = find("BecameMaster preceded-by GoodbyeHeard within 1s same node");

        assertTrue(
                run.lines().stream()
                        .anyMatch(line ->
                                line.matches("  2026-11-22 03:00:20\\.\\d{6}Z  b:1#28 BecameMaster instance=VI_1 .*  "
                                        + "\\[617\\.\\d+ ms after b:1#26\\]")),
                run::out);
    }

    @Test
    void whatIsFarApartIsIndependent() throws Exception {
        var journal = root.resolve("flapping");
        try (var run = Recording.started(journal, 100)) {
            for (int i = 0; i < 3; i++) {
                run.adverts(7, 150).pass(120_000_000_000L);
            }
        }
        var run = Golden.replay("find", "AdvertReceived", "b=" + journal);

        assertTrue(run.out().contains("21 of 21 AdvertReceived, in 3 independent clusters"), run::out);
        assertTrue(run.out().contains("  and 2 more; --all tells them"), run::out);
        assertFalse(Golden.replay("find", "--all", "AdvertReceived", "b=" + journal)
                .out()
                .contains("more;"));
    }

    /** An absence is one only where something would have been recorded. */
    @Test
    void whatNobodyCanTellIsSaid() throws Exception {
        var end = find("BecameMaster not followed-by StopRequested within 1h same node");
        assertTrue(end.out().contains("cannot tell, the journals end before that"), end::out);
        assertTrue(
                end.out().contains("0 of 3 BecameMaster, in 0 independent clusters; of 2 nobody can tell"), end::out);

        var journal = root.resolve("hole");
        try (var run = Recording.started(journal, 100)) {
            run.adverts(2, 150)
                    .unrecorded(Recording.advertLine(Recording.PEER, 150))
                    .gap(run.index() - 1);
            run.pass(1_000_000_000L).advert(150);
        }
        var hole = Golden.replay("find", "AdvertReceived not preceded-by BecameBackup within 1500ms", "b=" + journal);
        assertEquals(3, hole.code(), hole.out());
        assertTrue(hole.out().startsWith("MISSING in the journal of b: not recorded"), hole::out);
        assertTrue(hole.out().contains("cannot tell, nothing is known of b then"), hole::out);
    }

    @Test
    void whatTheyHaveInCommonIsCompared() {
        var run = find("BecameMaster preceded-by GoodbyeHeard within 1s", "--compare");

        assertTrue(run.out().contains("of these 1, against the other 2 of their kinds:"), run::out);
        assertTrue(run.out().contains("  1 of 1  against 0 of 2  node=b"), run::out);
        assertTrue(run.out().contains("  1 of 1  against 0 of 2  why.armed=PRIORITY_ZERO"), run::out);
        assertTrue(run.out().contains("  1 of 1  against 0 of 2  StopRequested within 10 s before"), run::out);
        assertTrue(find("BecameMaster", "--compare").out().contains("nothing to compare"));
    }

    @Test
    void mistakesAreToldWithWhatWasMeant() {
        var run = find("BecomeMaster");
        assertEquals(2, run.code());
        assertTrue(run.err().contains("there is no kind \"BecomeMaster\"; the nearest is BecameMaster"), run::err);
        assertTrue(find("BecameMaster near X")
                .err()
                .contains("expected a condition such as instance=VI_1, found \"near\""));
        assertTrue(
                find("BecameMaster followed-by BecameBackup").err().contains("expected within and a span such as 5s"));
        assertEquals(2, Golden.replay("find", "BecameMaster").code());
    }
}
