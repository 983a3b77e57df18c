package io.keepsake.web.metrics;

import io.keepsake.web.follow.Nodes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * What this process tells of itself. Any thread may count.
 *
 * @param viewers of live streams
 * @param abandoned requests whose client went before they were answered
 * @param refused requests that there was no room or time for
 */
public record Own(IntSupplier viewers, AtomicLong abandoned, AtomicLong refused) {
    void bind(MeterRegistry registry, Nodes nodes) {
        Gauge.builder("keepsake_web_viewers", viewers, IntSupplier::getAsInt)
                .description("Viewers of live streams")
                .strongReference(true)
                .register(registry);
        Gauge.builder("keepsake_web_index_bytes", nodes, Nodes::bytes)
                .description("What the indexes of the journals take, about")
                .register(registry);
        counter(registry, "keepsake_web_requests_abandoned", "Requests whose client went before the answer", abandoned);
        counter(registry, "keepsake_web_requests_refused", "Requests that there was no room or time for", refused);
    }

    private static void counter(MeterRegistry registry, String name, String help, AtomicLong count) {
        FunctionCounter.builder(name, count, AtomicLong::get).description(help).register(registry);
    }
}
