package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Whether a director feels how many people look at it: each viewer is told of every turn. */
final class ViewersTopic {
    private static final Profile PROFILE = Profile.V3_100MS;
    private static final int VIEWERS = 1_000;
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ViewersTopic() {}

    static List<Table> measure(Settings settings) throws IOException, InterruptedException {
        var table = new Table(
                "Viewers",
                "Intervals between the adverts of a lone master while a web process on the same machine tells every turn"
                        + " to so many viewers, which are a thread of the benchmark with SCHED_IDLE on the same cores. Deviation is from the configured"
                        + " interval. " + TIME.toSeconds()
                        + " s without, with, with and without, " + settings.trials() + " times.",
                "profile",
                "viewers",
                "lines that they got",
                "deviation p50 (ms)",
                "p99 (ms)",
                "p99 of each time (ms)",
                "max (ms)",
                "n");
        var deviations = new TreeMap<Integer, List<List<Double>>>();
        var lines = new AtomicLong();
        for (int trial = 0; trial < settings.trials(); trial++) {
            measure(deviations, lines);
        }
        deviations.forEach((viewers, found) -> {
            var spread = Spread.of(found.stream().flatMap(List::stream).toList());
            var each =
                    Spread.of(found.stream().mapToDouble(time -> Spread.of(time).percentile(99)));
            table.row(
                    PROFILE.title(),
                    Integer.toString(viewers),
                    viewers == 0 ? "-" : Long.toString(lines.get()),
                    Spread.number(spread.median(), 3),
                    Spread.number(spread.percentile(99), 3),
                    each.range(3),
                    Spread.number(spread.max(), 3),
                    Integer.toString(spread.count()));
        });
        return List.of(table);
    }

    /** Without, with, with, without: whatever changes slowly on the machine weighs on both alike. */
    private static void measure(Map<Integer, List<List<Double>>> deviations, AtomicLong lines)
            throws IOException, InterruptedException {
        double wanted = PROFILE.intervalMillis();
        try (var lone = Lone.start(Product.KEEPSAKE, PROFILE, 255, 1)) {
            lone.awaitMasters(PATIENCE);
            try (var web = web(lone)) {
                var stream = web.address().resolve("/api/stream?detail=all");
                for (int viewers : List.of(0, VIEWERS, VIEWERS, 0)) {
                    Bench.say("  viewers, " + viewers + " for " + TIME.toSeconds() + " s");
                    try (var crowd = Crowd.of(viewers, stream, PATIENCE)) {
                        Pause.of(SETTLING);
                        schedule("-i");
                        var from = Instant.now();
                        Pause.of(TIME);
                        var to = Instant.now();
                        schedule("-o");
                        lines.addAndGet(crowd.lines());
                        deviations
                                .computeIfAbsent(viewers, _ -> new ArrayList<>())
                                .add(lone.intervals(from, to)
                                        .map(millis -> Math.abs(millis - wanted))
                                        .boxed()
                                        .toList());
                    }
                }
            }
        }
    }

    /** Viewers are elsewhere; here they run when nobody else wants to. The packets are stamped by the kernel. */
    private static void schedule(String policy) throws IOException, InterruptedException {
        var pid = Long.toString(ProcessHandle.current().pid());
        var chrt = new ProcessBuilder("chrt", "-a", policy, "-p", "0", pid)
                .inheritIO()
                .start();
        if (chrt.waitFor() != 0) {
            throw new IOException("chrt " + policy + " failed");
        }
    }

    private static WebProcess web(Lone lone) throws IOException {
        var directory = parent(lone);
        var journal = journal(directory);
        // the web becomes nobody, in root's group
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        return WebProcess.start(directory.resolve("web.log"), List.of(journal));
    }

    /** The director opens it beside the election. */
    private static Path journal(Path directory) throws IOException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            try (var files = Files.list(directory)) {
                var found = files.filter(file -> file.toString().endsWith("-journal"))
                        .findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
            Pause.of(Duration.ofMillis(100));
        }
        throw new IOException("the director has no journal in " + directory);
    }

    private static Path parent(Lone lone) {
        var parent = lone.lab().file("web").getParent();
        if (parent == null) {
            throw new IllegalStateException("the lab has no directory");
        }
        return parent;
    }
}
