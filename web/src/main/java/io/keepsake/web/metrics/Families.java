package io.keepsake.web.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the samples of one scrape, by the name of their metric. */
final class Families {
    private interface Build {
        MetricSnapshot of();
    }

    private final Map<String, Build> builds = new LinkedHashMap<>();
    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
    private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
    private final Map<String, HistogramSnapshot.Builder> histograms = new LinkedHashMap<>();

    /** @param labels names and values in turn */
    void gauge(String name, String help, double value, String... labels) {
        gauges.computeIfAbsent(name, _ -> {
                    var builder = GaugeSnapshot.builder().name(name).help(help);
                    builds.put(name, builder::build);
                    return builder;
                })
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    /** @param name without {@code _total} */
    void counter(String name, String help, double value, String... labels) {
        counters.computeIfAbsent(name, _ -> {
                    var builder = CounterSnapshot.builder().name(name).help(help);
                    builds.put(name, builder::build);
                    return builder;
                })
                .dataPoint(CounterDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    void histogram(String name, String help, Histogram values, String... labels) {
        histograms
                .computeIfAbsent(name, _ -> {
                    var builder = HistogramSnapshot.builder().name(name).help(help);
                    builds.put(name, builder::build);
                    return builder;
                })
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(
                                ClassicHistogramBuckets.of(boxed(values.bounds()), boxed(values.counts())))
                        .sum(values.sum())
                        .labels(Labels.of(labels))
                        .build());
    }

    private static List<Double> boxed(double[] values) {
        return java.util.Arrays.stream(values).boxed().toList();
    }

    private static List<Number> boxed(long[] values) {
        var all = new ArrayList<Number>();
        for (long value : values) {
            all.add(value);
        }
        return all;
    }

    /** @param name without {@code _info} */
    void info(String name, String help, String... labels) {
        builds.put(name, () -> InfoSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of(labels))
                        .build())
                .build());
    }

    MetricSnapshots snapshots() {
        var all = new ArrayList<MetricSnapshot>();
        builds.values().forEach(build -> all.add(build.of()));
        return new MetricSnapshots(all.toArray(MetricSnapshot[]::new));
    }
}
