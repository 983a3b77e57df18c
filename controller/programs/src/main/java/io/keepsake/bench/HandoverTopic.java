package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How long no host answers a client when a master is stopped. */
final class HandoverTopic {
    private static final int BACKUP_PRIORITY = 90;
    private static final int SIGTERM = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Ip VIP = Ip.parse("10.77.1.1");

    private HandoverTopic() {}

    static List<Table> measure(Settings settings) throws IOException {
        var table = new Table(
                "Planned stop",
                "Milliseconds in which no host answers a client that asks about every 5 ms, after SIGTERM of the master,"
                        + " which has priority 255; 5 is the noise. The successor has priority 90.",
                "profile",
                "stopped",
                "successor",
                "no answer (ms)",
                "n");
        for (var profile : List.of(Profile.V2_1S, Profile.V3_100MS)) {
            for (var stopped : Product.values()) {
                for (var successor : Product.values()) {
                    measure(profile, stopped, successor, settings.trials(), table);
                }
            }
        }
        return List.of(table);
    }

    private static void measure(Profile profile, Product stopped, Product successor, int trials, Table table)
            throws IOException {
        var silences = new ArrayList<Double>();
        for (int trial = 1; trial <= trials; trial++) {
            silences.add(trial(profile, stopped, successor).toNanos() / 1e6);
        }
        table.row(
                profile.title(),
                stopped.title(),
                successor.title(),
                Spread.of(silences).range(1),
                Integer.toString(trials));
    }

    private static Duration trial(Profile profile, Product stopped, Product successor) throws IOException {
        try (var lab = Lab.open()) {
            var first = lab.host("first", Profile.LINK, "10.77.0.1/16");
            var second = lab.host("second", Profile.LINK, "10.77.0.2/16");
            var client = lab.host("client", Profile.LINK, "10.77.0.3/16");
            var capture = lab.capture();
            var master = stopped.start(lab, first, profile.configuration(255, 1));
            capture.awaitAdvert(
                    "the master", Instant.EPOCH, PATIENCE, seen -> seen.from().equals(first));
            var backup = successor.start(lab, second, profile.configuration(BACKUP_PRIORITY, 1));
            backup.awaitOutput(successor.backupLine(), PATIENCE);
            try (var probe = client.probe(VIP)) {
                // What was idle for seconds is slow to come back: the client has asked for some time.
                probe.awaitAnswer(probe.awaitAnswer(Instant.EPOCH, PATIENCE).plus(LOOK.multipliedBy(3)), PATIENCE);
                var asked = Instant.now();
                master.signal(SIGTERM);
                var goodbye = capture.awaitAdvert(
                        "a goodbye", asked, PATIENCE, seen -> seen.from().equals(first) && seen.priority() == 0);
                var takeover = capture.awaitAdvert("the successor", goodbye.stamp(), PATIENCE, seen -> seen.from()
                        .equals(second));
                var until = takeover.stamp().plus(LOOK);
                probe.awaitAnswer(until, PATIENCE);
                return probe.longestSilence(goodbye.stamp(), until);
            }
        }
    }
}
