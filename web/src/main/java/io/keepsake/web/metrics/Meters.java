package io.keepsake.web.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The gauges and counters of one node: each is bound once, and set in every round in which something is said of it. What a
 * round does not name, such as the role of a director that is dead, is there no longer. For one thread at a time.
 */
final class Meters {
    private record Key(String name, List<String> labels) {}

    /** A meter and its value; read by the threads that export it. */
    private static final class Held {
        private volatile double value;
        private long round;

        double value() {
            return value;
        }
    }

    private record Bound(Held held, Meter meter) {}

    private final MeterRegistry registry;
    private final Map<Key, Bound> bound = new LinkedHashMap<>();
    private long round;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What {@code said} does not name is taken away. */
    void round(Runnable said) {
        round++;
        said.run();
        bound.values().removeIf(each -> {
            boolean gone = each.held().round != round;
            if (gone) {
                registry.remove(each.meter());
            }
            return gone;
        });
    }

    /** @param labels names and values in turn */
    void gauge(String name, String help, double value, String... labels) {
        set(name, value, labels, (held, tags) -> Gauge.builder(name, held, Held::value)
                .description(help)
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }

    /** @param name without {@code _total} */
    void counter(String name, String help, double value, String... labels) {
        set(name, value, labels, (held, tags) -> FunctionCounter.builder(name, held, Held::value)
                .description(help)
                .tags(tags)
                .register(registry));
    }

    private void set(String name, double value, String[] labels, BiFunction<Held, Tags, Meter> bind) {
        var meter = bound.computeIfAbsent(new Key(name, List.of(labels)), _ -> {
            var held = new Held();
            held.value = value;
            return new Bound(held, bind.apply(held, Tags.of(labels)));
        });
        meter.held().value = value;
        meter.held().round = round;
    }
}
