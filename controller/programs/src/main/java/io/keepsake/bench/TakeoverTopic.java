package io.keepsake.bench;

import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Capture;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Running;
import io.keepsake.testkit.lab.SeenAdvert;
import io.keepsake.testkit.lab.SeenGarp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How late the last of many instances, and of many addresses, is taken over when the host that had them all dies. */
final class TakeoverTopic {
    private static final Profile PROFILE = Profile.V2_1S;
    private static final int MASTER = 150;
    private static final int BACKUP = 100;
    private static final Duration REST = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<Size> SIZES =
            List.of(new Size(200, 1), new Size(800, 1), new Size(1_000, 1), new Size(1, 2_000));

    /** So many instances with so many addresses each. The first is in the advert, the others are not. */
    private record Size(int instances, int addresses) {
        private String title() {
            return instances + " × " + addresses;
        }

        private String configuration(int priority) {
            return Many.configuration(instances, addresses, priority, "");
        }
    }

    /** The slowest of each, beyond the moment its Master_Down_Timer ends, in milliseconds; CPU in seconds. */
    private record Beyond(double advert, double announced, double cpu) {}

    private TakeoverTopic() {}

    static Table measure() throws IOException {
        var table = new Table(
                "Takeover of many",
                "The master of every instance is killed (kill -9); its backup has priority " + BACKUP + ", "
                        + PROFILE.title()
                        + ". Beyond: after Master_Down_Interval has passed since the dead master's last"
                        + " advert of that instance, until the slowest instance's first advert, and until the slowest"
                        + " address's first gratuitous ARP. CPU: of the backup, from the kill to the last of these.",
                "instances × addresses",
                "program",
                "last advert, beyond (ms)",
                "last address, beyond (ms)",
                "CPU (s)");
        for (var size : SIZES) {
            for (var product : Product.values()) {
                Bench.say("  takeover of " + size.title() + ", " + product.title());
                var beyond = trial(size, product);
                table.row(
                        size.title(),
                        product.title(),
                        Spread.number(beyond.advert(), 1),
                        Spread.number(beyond.announced(), 1),
                        Spread.number(beyond.cpu(), 2));
            }
        }
        return table;
    }

    private static Beyond trial(Size size, Product product) throws IOException {
        try (var lab = Lab.open()) {
            var first = lab.host("first", Profile.LINK, "10.77.0.1/16");
            var second = lab.host("second", Profile.LINK, "10.77.0.2/16");
            var capture = lab.capture();
            var master = product.start(lab, first, size.configuration(MASTER));
            awaitGarps(capture, size, first, master);
            var backup = product.start(lab, second, size.configuration(BACKUP));
            backup.awaitOutput(product.backupLine(), PATIENCE);
            Pause.of(REST);
            var tree = ProcessTree.of(backup);
            double cpu = tree.cpuSeconds();
            master.kill9();
            var announced = awaitGarps(capture, size, second, backup);
            double used = tree.cpuSeconds() - cpu;
            var said = firstBy(
                    capture.adverts().stream()
                            .filter(seen -> seen.from().equals(second))
                            .toList(),
                    TakeoverTopic::instance,
                    SeenAdvert::stamp);
            var due = new HashMap<String, Instant>();
            capture.adverts().stream()
                    .filter(seen -> seen.from().equals(first))
                    .forEach(seen -> due.put(instance(seen), seen.stamp().plus(downInterval())));
            if (said.size() != size.instances() || due.size() != size.instances()) {
                throw new LabException(said.size() + " of " + size.instances() + " instances were taken over");
            }
            double lastAdvert = said.entrySet().stream()
                    .mapToDouble(entry -> millis(due.getOrDefault(entry.getKey(), Instant.MAX), entry.getValue()))
                    .max()
                    .orElseThrow();
            var lastDue = due.values().stream().max(Instant::compareTo).orElseThrow();
            var lastAnnounced =
                    announced.values().stream().max(Instant::compareTo).orElseThrow();
            return new Beyond(lastAdvert, millis(lastDue, lastAnnounced), used);
        }
    }

    /** When this host announced each address first, once it has announced them all; looks seldom, since looking costs. */
    private static Map<Ip, Instant> awaitGarps(Capture capture, Size size, Host host, Running process) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int wanted = size.instances() * size.addresses();
        for (; ; ) {
            var found = firstBy(
                    capture.garps().stream()
                            .filter(garp -> garp.from().equals(host))
                            .toList(),
                    SeenGarp::ip,
                    SeenGarp::stamp);
            if (found.size() == wanted) {
                return found;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new LabException(host + " announced " + found.size() + " of " + wanted + " addresses after "
                        + PATIENCE + "; the log:\n" + process.output());
            }
            Pause.of(LOOK);
        }
    }

    /** VRIDs repeat; an instance is known by the address in its adverts. */
    private static String instance(SeenAdvert seen) {
        return seen.advert().addresses().getFirst().toString();
    }

    private static <T, K> Map<K, Instant> firstBy(List<T> seen, Function<T, K> key, Function<T, Instant> stamp) {
        var found = new HashMap<K, Instant>();
        seen.forEach(item -> found.putIfAbsent(key.apply(item), stamp.apply(item)));
        return found;
    }

    private static Duration downInterval() {
        return Duration.ofNanos((long) (PROFILE.masterDownMillis(BACKUP) * 1e6));
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }
}
