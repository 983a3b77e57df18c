package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A router that comes and goes with the clock, and adverts without identifications, as over IPv6: what was sent in one round
 * fits what was heard in another as well.
 */
class PeriodicRestartsTest {
    private static final Pattern NOBODY = Pattern.compile("(?m)with one master; nobody ([\\d.]+) s,");

    @TempDir
    private Path root;

    @Test
    void oneRoundIsNotTakenForAnother() throws Exception {
        try (var cluster = RecordedCluster.busy(root, Instant.parse("2026-01-01T00:00:00Z"), 50)
                .unidentified()) {
            cluster.start("a", "192.168.181.133", 100, 0).start("b", "192.168.181.134", 98, 0);
            for (int round = 0; round < 3; round++) {
                cluster.pass(60).kill("a").pass(30).start("a", "192.168.181.133", 100, 0);
            }
        }

        var told = Golden.replay("incidents", "--utc", "a=" + root.resolve("a"), "b=" + root.resolve("b"))
                .out();

        // Each of the three takeovers, and the start, takes three intervals and the skew: a third of a second.
        var nobody = NOBODY.matcher(told);
        assertTrue(nobody.find(), told);
        assertTrue(Double.parseDouble(nobody.group(1)) < 2, told);
    }
}
