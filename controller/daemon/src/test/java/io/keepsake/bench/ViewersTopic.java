package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Whether a director feels how many people look at it: each viewer is told of every turn. */
final class ViewersTopic {
    private static final int VIEWERS = 1_000;
    private static final Duration TIME = Duration.ofMinutes(1);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

    private ViewersTopic() {}

    static List<Table> measure(Settings settings) throws IOException, InterruptedException {
        var table = new Table(
                "Viewers",
                "Intervals between the adverts of a lone master while a web process on the same machine tells every turn"
                        + " to so many viewers, which are threads of the benchmark with SCHED_IDLE on the same cores. Deviation is from the configured"
                        + " interval. Over " + TIME.toSeconds() + " s.",
                "profile",
                "viewers",
                "lines that they got",
                "deviation p50 (ms)",
                "p99 (ms)",
                "max (ms)",
                "n");
        for (int viewers : List.of(0, VIEWERS)) {
            measure(Profile.V3_100MS, viewers, table);
        }
        return List.of(table);
    }

    private static void measure(Profile profile, int viewers, Table table) throws IOException, InterruptedException {
        Bench.say("  viewers, " + viewers + " for " + TIME.toSeconds() + " s");
        try (var lone = Lone.start(Product.KEEPSAKE, profile, 255, 1)) {
            lone.awaitMasters(PATIENCE);
            var web = viewers == 0 ? null : web(lone);
            try (var client = HttpClient.newHttpClient()) {
                var lines = new AtomicLong();
                if (web != null) {
                    look(client, address(lone, web), viewers, lines);
                }
                Pause.of(SETTLING);
                schedule("-i");
                var from = Instant.now();
                Pause.of(TIME);
                schedule("-o");
                tell(profile, lone, from, viewers, lines.get(), table);
                client.shutdownNow();
            } finally {
                if (web != null) {
                    web.destroy();
                    web.waitFor();
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

    private static Process web(Lone lone) throws IOException {
        var directory = parent(lone);
        var journal = journal(directory);
        // the web becomes nobody, in root's group
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        return new ProcessBuilder(
                        Product.launcher().toString(),
                        "web",
                        "--listen",
                        "127.0.0.1:0",
                        "--journal",
                        journal.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("web.log").toFile())
                .start();
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

    private static URI address(Lone lone, Process web) throws IOException {
        var log = parent(lone).resolve("web.log");
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until && web.isAlive()) {
            var found = ADDRESS.matcher(Files.readString(log));
            if (found.find()) {
                return URI.create(found.group());
            }
            Pause.of(Duration.ofMillis(100));
        }
        throw new IOException("the web does not listen: " + Files.readString(log));
    }

    /** Returns when all are told something. */
    private static void look(HttpClient client, URI address, int viewers, AtomicLong lines) {
        var told = new AtomicInteger();
        var request = HttpRequest.newBuilder(address.resolve("/api/stream?detail=all"))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        for (int i = 0; i < viewers; i++) {
            var _ = client.sendAsync(request, BodyHandlers.fromLineSubscriber(new CountedLines(told, lines)));
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (told.get() < viewers) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(told.get() + " of " + viewers + " viewers are connected");
            }
            Pause.of(Duration.ofMillis(100));
        }
    }

    private static void tell(Profile profile, Lone lone, Instant from, int viewers, long lines, Table table) {
        double wanted = profile.intervalMillis();
        var deviations = Spread.of(lone.intervals(from).map(millis -> Math.abs(millis - wanted)));
        table.row(
                profile.title(),
                Integer.toString(viewers),
                Long.toString(lines),
                Spread.number(deviations.median(), 3),
                Spread.number(deviations.percentile(99), 3),
                Spread.number(deviations.max(), 3),
                Integer.toString(deviations.count()));
    }
}
