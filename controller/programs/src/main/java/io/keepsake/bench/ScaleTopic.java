package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What two hundred instances in one director cost, and how soon more are taken over. */
final class ScaleTopic {
    private static final int INSTANCES = 200;
    private static final int PRIORITY = 100;
    private static final Duration SETTLING = Duration.ofSeconds(6);
    private static final Duration WATCHED = Duration.ofSeconds(12);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ScaleTopic() {}

    static List<Table> measure(Settings settings) throws IOException {
        var table = new Table(
                "Scale",
                INSTANCES + " instances of priority " + PRIORITY + " on one link, alone. All are master: the first"
                        + " advert of the last instance, beyond the start of the process plus Master_Down_Interval (the"
                        + " start itself is part of it). Spread: from the first instance's first advert to the last's."
                        + " Load and deviation: over " + WATCHED.toSeconds() + " s, " + SETTLING.toSeconds()
                        + " s after all were master.",
                "profile",
                "program",
                "all are master, beyond (ms)",
                "spread (ms)",
                "CPU (s/min)",
                "deviation p99 (ms)",
                "max (ms)",
                "adverts/s");
        for (var profile : List.of(Profile.V2_1S, Profile.V3_100MS)) {
            for (var product : Product.values()) {
                measure(profile, product, table);
            }
        }
        return List.of(table, TakeoverTopic.measure());
    }

    private static void measure(Profile profile, Product product, Table table) throws IOException {
        Bench.say("  scale " + profile.title() + ", " + product.title());
        try (var lone = Lone.start(product, profile, PRIORITY, INSTANCES)) {
            lone.awaitMasters(PATIENCE);
            var first = lone.firstAdverts();
            Pause.of(SETTLING);
            var tree = ProcessTree.of(lone.process());
            var from = Instant.now();
            double cpu = tree.cpuSeconds();
            Pause.of(WATCHED);
            double minutes = Duration.between(from, Instant.now()).toNanos() / 60e9;
            double used = tree.cpuSeconds() - cpu;
            double wanted = profile.intervalMillis();
            var deviations = Spread.of(lone.intervals(from).map(millis -> Math.abs(millis - wanted)));
            table.row(
                    profile.title(),
                    product.title(),
                    Spread.number(first.getLast() - profile.masterDownMillis(PRIORITY), 0),
                    Spread.number(first.getLast() - first.getFirst(), 0),
                    Spread.number(used / minutes, 2),
                    Spread.number(deviations.percentile(99), 2),
                    Spread.number(deviations.max(), 2),
                    Spread.number((deviations.count() + INSTANCES) / (minutes * 60), 0));
        }
    }
}
