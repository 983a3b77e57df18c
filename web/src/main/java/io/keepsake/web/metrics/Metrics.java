package io.keepsake.web.metrics;

import io.keepsake.web.follow.Nodes;
import io.keepsake.web.index.Follower;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of each node, registries for each: dialect A knows no label for a node, so a scrape is of one. The first
 * node's also has those of this process.
 */
public final class Metrics implements AutoCloseable {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<String, OfNode> nodes = new TreeMap<>();
    private final MasterTimes times = new MasterTimes();
    private final String first;

    /** The two dialects of one node. */
    private final class OfNode {
        private final PrometheusMeterRegistry mehdy = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        private final PrometheusMeterRegistry gen2brain = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        private final CompositeMeterRegistry all = new CompositeMeterRegistry();
        private final Meters meters = new Meters(all);
        private final Meters others = new Meters(gen2brain);
        private final Nodes every;
        private final Follower follower;
        private final Tally tally;
        private final Duration stale;

        OfNode(Nodes every, Follower follower, Duration stale, @Nullable Otlp otlp) {
            this.every = every;
            this.follower = follower;
            this.stale = stale;
            var name = follower.node().name();
            all.add(mehdy);
            // no meter of Micrometer's may have this name
            Info.builder()
                    .name("keepalived_exporter_build_info")
                    .help("This program")
                    .labelNames("version", "revision", "branch", "goversion")
                    .register(mehdy.getPrometheusRegistry())
                    .setLabelValues("0.1.0", "", "", "");
            if (otlp != null) {
                all.add(otlp.registry(name, this::round));
            }
            tally = new Tally(all);
            every.listen((node, _, item) -> {
                if (node.name().equals(name)) {
                    tally.onItem(item);
                }
            });
        }

        private NodeMetrics said(Meters out) {
            return new NodeMetrics(out, every, follower, tally, stale, times);
        }

        private synchronized void round() {
            var said = said(meters);
            meters.round(said::mehdy);
        }

        synchronized String scrape() {
            round();
            return mehdy.scrape(TEXT);
        }

        synchronized String scrapeGen2brain() {
            var said = said(others);
            others.round(said::gen2brain);
            return gen2brain.scrape(TEXT);
        }
    }

    /**
     * Begins to count; must be made before the journals are read.
     *
     * @param own what this process tells of itself
     * @param otlp where metrics are sent to as well; null for nowhere
     */
    public Metrics(Nodes nodes, Duration stale, Own own, @Nullable Otlp otlp) {
        first = nodes.followers().getFirst().node().name();
        for (var follower : nodes.followers()) {
            this.nodes.put(follower.node().name(), new OfNode(nodes, follower, stale, otlp));
        }
        var registry = of(null);
        if (registry != null) {
            own.bind(registry.all, nodes);
        }
    }

    private @Nullable OfNode of(@Nullable String node) {
        return nodes.get(node == null ? first : node);
    }

    /** What mehdy/keepalived-exporter would say, and our own; null when there is no such node. */
    public @Nullable String scrape(@Nullable String node) {
        var of = of(node);
        return of == null ? null : of.scrape();
    }

    /** What gen2brain/keepalived_exporter would say; null when there is no such node. */
    public @Nullable String scrapeGen2brain(@Nullable String node) {
        var of = of(node);
        return of == null ? null : of.scrapeGen2brain();
    }

    /** Whether the journal of a node is being read for the first time, so that nothing can be said of it yet. */
    public boolean isReading(@Nullable String node) {
        var of = of(node);
        return of != null && !of.follower.caughtUp() && of.follower.trouble() == null;
    }

    public static String contentType() {
        return TEXT;
    }

    /** Sends what is to be sent a last time. */
    @Override
    public void close() {
        nodes.values().forEach(each -> each.all.getRegistries().forEach(MeterRegistry::close));
    }
}
