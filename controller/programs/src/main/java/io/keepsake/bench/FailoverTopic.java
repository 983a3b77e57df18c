package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import io.keepsake.testkit.lab.Capture;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Running;
import io.keepsake.testkit.lab.SeenAdvert;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How much later than computed a backup of priority 90 takes over: after a crash, Master_Down_Interval behind the last
 * advert; after a goodbye, the skew behind it. The master owns the address (255), so that it is master at once.
 */
final class FailoverTopic {
    private static final int BACKUP_PRIORITY = 90;
    private static final int SIGTERM = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** When in its interval the master ends is left to chance, the same chance each time. */
    private final SplittableRandom chance = new SplittableRandom(1);

    private record Beyond(List<Double> crash, List<Double> goodbye) {}

    private FailoverTopic() {}

    static List<Table> measure(Settings settings) throws IOException {
        var table = new Table(
                "Failover",
                "Milliseconds beyond the computed moment until the backup's first advert. Crash: every process of the"
                        + " master is killed (kill -9); computed is Master_Down_Interval after its last advert."
                        + " Goodbye: SIGTERM; computed is the skew after its advert of priority 0.",
                "profile",
                "computed: crash, goodbye (ms)",
                "program",
                "crash: beyond (ms)",
                "goodbye: beyond (ms)",
                "n");
        for (var profile : Profile.values()) {
            measure(profile, settings.trials(), table);
        }
        return List.of(table);
    }

    private static void measure(Profile profile, int trials, Table table) throws IOException {
        var topic = new FailoverTopic();
        Map<Product, Beyond> all = new EnumMap<>(Product.class);
        for (int trial = 1; trial <= trials; trial++) {
            for (var product : Product.values()) {
                Bench.say("  failover " + profile.title() + ", " + product.title() + ", trial " + trial);
                topic.trial(
                        profile,
                        product,
                        all.computeIfAbsent(product, _ -> new Beyond(new ArrayList<>(), new ArrayList<>())));
            }
        }
        var computed = Spread.number(profile.masterDownMillis(BACKUP_PRIORITY), 2) + ", "
                + Spread.number(profile.skewMillis(BACKUP_PRIORITY), 2);
        all.forEach((product, beyond) -> table.row(
                profile.title(),
                computed,
                product.title(),
                Spread.of(beyond.crash()).range(2),
                Spread.of(beyond.goodbye()).range(2),
                Integer.toString(trials)));
    }

    private void trial(Profile profile, Product product, Beyond beyond) throws IOException {
        try (var lab = Lab.open()) {
            var first = lab.host("first", Profile.LINK, "10.77.0.1/16");
            var second = lab.host("second", Profile.LINK, "10.77.0.2/16");
            var capture = lab.capture();
            var master = product.start(lab, first, profile.configuration(255, 1));
            var backup = product.start(lab, second, profile.configuration(BACKUP_PRIORITY, 1));
            backup.awaitOutput(product.backupLine(), PATIENCE);
            beyond.crash().add(crash(profile, capture, first, second, master));
            var again = product.start(lab, first, profile.configuration(255, 1));
            beyond.goodbye().add(goodbye(profile, capture, first, second, again));
        }
    }

    private double crash(Profile profile, Capture capture, Host first, Host second, Running master) {
        awaitSteady(profile, capture, first, Instant.EPOCH);
        var asked = Instant.now();
        master.kill9();
        var takeover = takeover(capture, second, asked);
        var last = capture.adverts().stream()
                .filter(seen -> seen.from().equals(first) && seen.stamp().isBefore(takeover.stamp()))
                .reduce((_, later) -> later)
                .orElseThrow();
        return millis(last, takeover) - profile.masterDownMillis(BACKUP_PRIORITY);
    }

    private double goodbye(Profile profile, Capture capture, Host first, Host second, Running master) {
        awaitSteady(profile, capture, first, capture.adverts().getLast().stamp());
        var asked = Instant.now();
        master.signal(SIGTERM);
        var farewell = capture.awaitAdvert(
                "a goodbye", asked, PATIENCE, seen -> seen.from().equals(first) && seen.priority() == 0);
        return millis(farewell, takeover(capture, second, farewell.stamp())) - profile.skewMillis(BACKUP_PRIORITY);
    }

    /** Waits until the master has spoken three times in a row and a part of its interval has passed. */
    private void awaitSteady(Profile profile, Capture capture, Host first, Instant after) {
        capture.await("three adverts of the master in a row", PATIENCE, seen -> {
            var adverts = seen.adverts();
            var lastThree = adverts.subList(Math.max(0, adverts.size() - 3), adverts.size());
            boolean steady = lastThree.size() == 3
                    && lastThree.stream()
                            .allMatch(advert -> advert.from().equals(first)
                                    && advert.stamp().isAfter(after));
            return steady ? Optional.of(true) : Optional.empty();
        });
        Pause.of(Duration.ofNanos(chance.nextLong((long) (profile.intervalMillis() * 1e6))));
    }

    private static SeenAdvert takeover(Capture capture, Host second, Instant after) {
        return capture.awaitAdvert(
                "the backup's advert", after, PATIENCE, seen -> seen.from().equals(second));
    }

    private static double millis(SeenAdvert from, SeenAdvert to) {
        return Duration.between(from.stamp(), to.stamp()).toNanos() / 1e6;
    }
}
