package io.keepsake.bench;

import io.keepsake.journal.JournalFailure;
import io.keepsake.testkit.record.RecordedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Measures the page on large journals and prints Markdown: {@code web-bench [EVENTS ...]}. Two directors are recorded by
 * the real rules, with a takeover every four hours of their time; the web runs as users start it, in a process of its own.
 */
public final class WebBench {
    private static final long[] SIZES = {1_000_000, 10_000_000};
    private static final double HOURS = 4;

    private final Path root;
    private final long events;

    private WebBench(Path root, long events) {
        this.root = root;
        this.events = events;
    }

    public static void main(String[] args) throws Exception {
        long[] sizes = args.length == 0
                ? SIZES
                : Arrays.stream(args).mapToLong(Long::parseLong).toArray();
        System.out.println("| events | journals (MiB) | read until ready (s) | first paint (ms) | timeline drawn (ms)"
                + " | whole recording drawn (ms) | memory when ready (MiB) | at most (MiB) |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (long size : sizes) {
            var root = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "web-bench-");
            // started by root the web is nobody in root's group
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));
            try {
                System.out.println(new WebBench(root, size).measure());
            } finally {
                delete(root);
            }
        }
    }

    private static void delete(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private String measure() throws Exception {
        long recorded = record();
        long bytes;
        try (var files = Files.walk(root)) {
            bytes = files.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        }
        var began = Instant.now();
        try (var web =
                WebProcess.start(root.resolve("web.log"), List.of(root.resolve("node-a"), root.resolve("node-b")))) {
            web.awaitReady(Duration.ofMinutes(10));
            double ready = Duration.between(began, Instant.now()).toMillis() / 1e3;
            long memory = memory(web.process(), "VmRSS");
            var page = page(web.address().toString());
            return "| %d | %d | %.1f | %s | %d | %d |"
                    .formatted(recorded, bytes >> 20, ready, page, memory, memory(web.process(), "VmHWM"));
        }
    }

    /** Gives how many indexes were used. */
    private long record() throws JournalFailure {
        try (var cluster = new RecordedCluster(root, Instant.parse("2026-01-01T00:00:00Z"), "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0).start("node-b", "192.168.181.134", 98, 0);
            while (cluster.events() < events) {
                cluster.pass(HOURS * 3600).kill("node-a").pass(30).start("node-a", "192.168.181.133", 100, 0);
            }
            return cluster.events();
        }
    }

    /** First paint, the timeline as it opens, and the whole recording: milliseconds in a fresh browser. */
    private String page(String address) throws IOException {
        try (var browser = new Chromium(Files.createTempDirectory(root, "profile"))) {
            browser.open(address);
            long paint = browser.number("performance.getEntriesByName('first-contentful-paint')[0].startTime");
            long drawn = browser.number("performance.getEntriesByName('ready')[0].startTime");
            browser.run("window.begun = performance.now(); window.whole = 0;"
                    + " keepsake.fitAll().then(() => { window.whole = performance.now() - window.begun; })");
            browser.await("window.whole > 0");
            return paint + " | " + drawn + " | " + browser.number("window.whole");
        }
    }

    /** In MiB. */
    private static long memory(Process process, String what) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                        .filter(line -> line.startsWith(what + ":"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                >> 10;
    }
}
