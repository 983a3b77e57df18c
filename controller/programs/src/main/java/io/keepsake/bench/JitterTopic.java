package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How evenly a lone master speaks, on an idle machine and with every core wanted by others. */
final class JitterTopic {
    private static final int BUSY_LOOPS = 4;
    private static final Duration SETTLING = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private record Subject(Product product, Profile profile, Lone lone) {}

    private JitterTopic() {}

    static List<Table> measure(Settings settings) throws IOException {
        var table = new Table(
                "Jitter",
                "Intervals between the adverts of a lone master that owns its address. Deviation is from the configured"
                        + " interval, early or late. Both programs run at once, each on a switch of its own, and so do"
                        + " v2 1 s and v3 100 ms. Busy: " + BUSY_LOOPS + " processes that only compute.",
                "profile",
                "machine",
                "program",
                "mean interval (ms)",
                "deviation p50 (ms)",
                "p99 (ms)",
                "max (ms)",
                "n");
        for (int loops : List.of(0, BUSY_LOOPS)) {
            measure(List.of(Profile.V2_1S, Profile.V3_100MS), loops, Duration.ofSeconds(30), table);
            measure(List.of(Profile.V3_10MS), loops, Duration.ofSeconds(20), table);
        }
        return List.of(table);
    }

    private static void measure(List<Profile> profiles, int loops, Duration time, Table table) throws IOException {
        Bench.say("  jitter, " + loops + " busy loops, " + time.toSeconds() + " s of " + profiles);
        var subjects = new ArrayList<Subject>();
        try (var noise = Lab.open()) {
            for (var profile : profiles) {
                for (var product : Product.values()) {
                    subjects.add(new Subject(product, profile, Lone.start(product, profile, 255, 1)));
                }
            }
            subjects.forEach(subject -> subject.lone().awaitMasters(PATIENCE));
            noise.busy(loops);
            Pause.of(SETTLING);
            var from = Instant.now();
            Pause.of(time);
            subjects.forEach(subject -> tell(subject, from, loops, table));
        } finally {
            subjects.forEach(subject -> subject.lone().close());
        }
    }

    private static void tell(Subject subject, Instant from, int loops, Table table) {
        double wanted = subject.profile().intervalMillis();
        var intervals = Spread.of(subject.lone().intervals(from));
        var deviations = Spread.of(subject.lone().intervals(from).map(millis -> Math.abs(millis - wanted)));
        table.row(
                subject.profile().title(),
                loops == 0 ? "idle" : "busy",
                subject.product().title(),
                Spread.number(intervals.mean(), 4),
                Spread.number(deviations.median(), 3),
                Spread.number(deviations.percentile(99), 3),
                Spread.number(deviations.max(), 3),
                Integer.toString(intervals.count()));
    }
}
