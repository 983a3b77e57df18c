package io.keepsake.bench;

import io.keepsake.testkit.lab.Capture;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Running;
import io.keepsake.testkit.lab.SeenAdvert;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One director alone on a switch of its own, so that two can be measured at once without hearing each other.
 *
 * @param startedAt just before its process was made
 */
record Lone(Lab lab, Capture capture, Running process, Instant startedAt, int instances) implements AutoCloseable {

    static Lone start(Product product, Profile profile, int priority, int instances) throws IOException {
        return start(product, profile, priority, instances, Map.of());
    }

    static Lone start(Product product, Profile profile, int priority, int instances, Map<String, String> environment)
            throws IOException {
        var lab = Lab.open();
        try {
            var host = lab.host("lone", Profile.LINK, "10.77.0.1/16");
            var capture = lab.capture();
            var startedAt = Instant.now();
            var process = product.start(lab, host, profile.configuration(priority, instances), environment);
            return new Lone(lab, capture, process, startedAt, instances);
        } catch (LabException | IOException e) {
            lab.close();
            throw e;
        }
    }

    /** Waits until every instance has sent an advert. */
    void awaitMasters(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (firstAdverts().size() < instances) {
            if (System.nanoTime() - deadline > 0) {
                throw new LabException(firstAdverts().size() + " of " + instances + " instances are master after "
                        + within + "; the log:\n" + process.output());
            }
            Pause.of(Duration.ofMillis(100));
        }
    }

    /** When each instance sent its first advert, in milliseconds since the process was started. */
    List<Double> firstAdverts() {
        return byInstance(Instant.EPOCH, Instant.MAX).values().stream()
                .map(adverts ->
                        Duration.between(startedAt, adverts.getFirst().stamp()).toNanos() / 1e6)
                .sorted()
                .toList();
    }

    /** The intervals of all instances since then, in milliseconds. */
    DoubleStream intervals(Instant since) {
        return intervals(since, Instant.MAX);
    }

    /** Those between two moments. */
    DoubleStream intervals(Instant since, Instant until) {
        return byInstance(since, until).values().stream().flatMapToDouble(adverts -> IntStream.range(1, adverts.size())
                .mapToDouble(i -> Duration.between(
                                        adverts.get(i - 1).stamp(),
                                        adverts.get(i).stamp())
                                .toNanos()
                        / 1e6));
    }

    private Map<Integer, List<SeenAdvert>> byInstance(Instant since, Instant until) {
        return capture.adverts().stream()
                .filter(seen -> seen.stamp().isAfter(since) && seen.stamp().isBefore(until))
                .collect(Collectors.groupingBy(seen -> seen.advert().vrid().value()));
    }

    /** The first advert, waiting for it. */
    SeenAdvert firstAdvert(Duration within) {
        return capture.awaitAdvert("the first advert of " + process, startedAt, within, _ -> true);
    }

    @Override
    public void close() {
        lab.close();
    }
}
