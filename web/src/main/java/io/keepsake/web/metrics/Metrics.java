package io.keepsake.web.metrics;

import io.keepsake.web.follow.Nodes;
import io.keepsake.web.index.Follower;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of each node, a registry for each: dialect A knows no label for a node, so a scrape is of one. The first
 * node's also has those of this process.
 */
public final class Metrics {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<String, PrometheusMeterRegistry> mehdy = new TreeMap<>();
    private final Map<String, PrometheusMeterRegistry> gen2brain = new TreeMap<>();
    private final Map<String, Double> highest = new ConcurrentHashMap<>();
    private final String first;

    /**
     * Begins to count; must be made before the journals are read.
     *
     * @param viewers of live streams
     */
    public Metrics(Nodes nodes, Duration stale, IntSupplier viewers) {
        first = nodes.followers().getFirst().node().name();
        for (var follower : nodes.followers()) {
            var name = follower.node().name();
            var tally = new Tally();
            nodes.listen((node, _, item) -> {
                if (node.name().equals(name)) {
                    tally.onItem(item);
                }
            });
            mehdy.put(name, registry(() -> node(nodes, follower, tally, stale).mehdy()));
            gen2brain.put(
                    name, registry(() -> node(nodes, follower, tally, stale).gen2brain()));
        }
        var own = mehdy.get(first);
        if (own != null) {
            Gauge.builder("keepsake_web_viewers", viewers, IntSupplier::getAsInt)
                    .description("Viewers of live streams")
                    .register(own);
        }
    }

    private static PrometheusMeterRegistry registry(MultiCollector collector) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.getPrometheusRegistry().register(collector);
        return registry;
    }

    private NodeMetrics node(Nodes nodes, Follower follower, Tally tally, Duration stale) {
        return new NodeMetrics(nodes, follower, tally, stale, highest);
    }

    /** What mehdy/keepalived-exporter would say, and our own; null when there is no such node. */
    public @Nullable String scrape(@Nullable String node) {
        var registry = mehdy.get(node == null ? first : node);
        return registry == null ? null : registry.scrape(TEXT);
    }

    /** What gen2brain/keepalived_exporter would say; null when there is no such node. */
    public @Nullable String scrapeGen2brain(@Nullable String node) {
        var registry = gen2brain.get(node == null ? first : node);
        return registry == null ? null : registry.scrape(TEXT);
    }

    public static String contentType() {
        return TEXT;
    }
}
