package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long no host answers a client when a master is stopped, or a reload takes it away. */
final class HandoverTopic {
    private static final int BACKUP_PRIORITY = 90;
    private static final int SIGHUP = 1;
    private static final int SIGTERM = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Ip VIP = Ip.parse("10.77.1.1");

    /** How the master goes. */
    private enum Going {
        STOPPED("SIGTERM"),
        TAKEN_AWAY("a reload");

        private final String title;

        Going(String title) {
            this.title = title;
        }
    }

    private HandoverTopic() {}

    static List<Table> measure(Settings settings) throws IOException {
        var table = new Table(
                "Planned stop",
                "Milliseconds in which no host answers a client that asks about every 5 ms, after SIGTERM of the master,"
                        + " which has priority 255, or a reload that makes its instance one of another VRID and address; 5 is"
                        + " the noise. The successor has priority 90.",
                "profile",
                "by",
                "master",
                "successor",
                "no answer (ms)",
                "n");
        for (var profile : List.of(Profile.V2_1S, Profile.V3_100MS)) {
            for (var going : Going.values()) {
                for (var master : Product.values()) {
                    for (var successor : Product.values()) {
                        measure(profile, going, master, successor, settings.trials(), table);
                    }
                }
            }
        }
        return List.of(table);
    }

    private static void measure(
            Profile profile, Going going, Product master, Product successor, int trials, Table table)
            throws IOException {
        var silences = new ArrayList<Double>();
        for (int trial = 1; trial <= trials; trial++) {
            silences.add(trial(profile, going, master, successor).toNanos() / 1e6);
        }
        table.row(
                profile.title(),
                going.title,
                master.title(),
                successor.title(),
                Spread.of(silences).range(1),
                Integer.toString(trials));
    }

    private static Duration trial(Profile profile, Going going, Product product, Product successor) throws IOException {
        try (var lab = Lab.open()) {
            var first = lab.host("first", Profile.LINK, "10.77.0.1/16");
            var second = lab.host("second", Profile.LINK, "10.77.0.2/16");
            var client = lab.host("client", Profile.LINK, "10.77.0.3/16");
            var capture = lab.capture();
            var file = Files.writeString(lab.file("first.conf"), profile.configuration(255, 1));
            var master = product.start(lab, first, file, Map.of());
            capture.awaitAdvert(
                    "the master", Instant.EPOCH, PATIENCE, seen -> seen.from().equals(first));
            var backup = successor.start(lab, second, profile.configuration(BACKUP_PRIORITY, 1));
            backup.awaitOutput(successor.backupLine(), PATIENCE);
            try (var probe = client.probe(VIP)) {
                // What was idle for seconds is slow to come back: the client has asked for some time.
                probe.awaitAnswer(probe.awaitAnswer(Instant.EPOCH, PATIENCE).plus(LOOK.multipliedBy(3)), PATIENCE);
                var asked = Instant.now();
                switch (going) {
                    case STOPPED -> master.signal(SIGTERM);
                    case TAKEN_AWAY -> {
                        Files.writeString(file, another(profile.configuration(255, 1)));
                        master.signal(SIGHUP);
                    }
                }
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

    private static String another(String configuration) {
        return configuration
                .replace("virtual_router_id 1\n", "virtual_router_id 201\n")
                .replace(VIP + "\n", "10.77.1.201\n");
    }
}
