package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Capture;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Running;
import io.keepsake.testkit.lab.SeenAdvert;
import io.keepsake.testkit.lab.SeenGarp;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the start and a reload of many masters cost, and what the reload does to their adverts. */
final class ReloadTopic {
    private static final int INSTANCES = 1_000;
    private static final int PRIORITY = 200;
    private static final int SIGHUP = 1;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration SETTLING = Duration.ofSeconds(15);
    private static final Duration WATCHED = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(250);

    private ReloadTopic() {}

    static List<Table> measure(Settings settings) throws IOException {
        var table = new Table(
                "Start and reload of many",
                INSTANCES + " masters on one link, " + Profile.V2_1S.title() + ", alone. Start: done when the last"
                        + " address was announced, beyond the start of the process and Master_Down_Interval; CPU until"
                        + " then. Reload by SIGHUP: done when the last new address was announced, since the signal; CPU: over "
                        + WATCHED.toSeconds()
                        + " s from the signal, and over as long before it. Longest: the longest time between two adverts"
                        + " of one instance in that time.",
                "what",
                "program",
                "done (ms)",
                "CPU (s)",
                "CPU before (s)",
                "longest (ms)",
                "longest before (ms)");
        for (var product : Product.values()) {
            measure(product, table);
        }
        return List.of(table);
    }

    private static void measure(Product product, Table table) throws IOException {
        Bench.say("  reload, " + product.title());
        try (var lab = Lab.open()) {
            var host = lab.host("lone", Profile.LINK, "10.77.0.1/16");
            var capture = lab.capture();
            var file = Files.writeString(lab.file("reloaded.conf"), Many.configuration(INSTANCES, 1, PRIORITY, ""));
            var started = Instant.now();
            var process = product.start(lab, host, file, Map.of());
            var elected = awaitAnnounced(capture, INSTANCES, process);
            table.row(
                    "start and election",
                    product.title(),
                    Spread.number(millis(started, elected) - Profile.V2_1S.masterDownMillis(PRIORITY), 0),
                    Spread.number(ProcessTree.of(process).cpuSeconds(), 2),
                    "-",
                    "-",
                    "-");
            Pause.of(SETTLING);
            row(table, "the same file", product, capture, process, 0);
            Files.writeString(
                    file,
                    Many.configuration(INSTANCES, 1, PRIORITY, "")
                            .replaceAll(
                                    "10\\.77\\.(1[0-9]{2})\\.([0-9]+)",
                                    "10.77.$1.$2\n    }\n    virtual_ipaddress_excluded {\n        10.78.$1.$2"));
            row(table, "an address more for each", product, capture, process, 2 * INSTANCES);
        }
    }

    private static void row(Table table, String what, Product product, Capture capture, Running process, int announced)
            throws IOException {
        var tree = ProcessTree.of(process);
        var begun = Instant.now();
        double cpu = tree.cpuSeconds();
        Pause.of(WATCHED);
        double before = tree.cpuSeconds() - cpu;
        var asked = Instant.now();
        process.signal(SIGHUP);
        Pause.of(WATCHED);
        double used = tree.cpuSeconds() - cpu - before;
        var until = Instant.now();
        var done = announced == 0 ? "-" : Spread.number(millis(asked, awaitAnnounced(capture, announced, process)), 0);
        table.row(
                what,
                product.title(),
                done,
                Spread.number(used, 2),
                Spread.number(before, 2),
                Spread.number(longest(capture, asked, until), 0),
                Spread.number(longest(capture, begun, asked), 0));
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }

    /** When the last of so many addresses was announced first; looks seldom, since looking costs. */
    private static Instant awaitAnnounced(Capture capture, int wanted, Running process) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (; ; ) {
            var first = new HashMap<Ip, Instant>();
            for (SeenGarp garp : capture.garps()) {
                first.putIfAbsent(garp.ip(), garp.stamp());
            }
            if (first.size() >= wanted) {
                return first.values().stream().max(Instant::compareTo).orElseThrow();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new LabException(first.size() + " of " + wanted + " addresses were announced after " + PATIENCE
                        + "; the log:\n" + process.output());
            }
            Pause.of(LOOK);
        }
    }

    /** The longest time between two adverts of one instance, which its first address names, in milliseconds. */
    private static double longest(Capture capture, Instant from, Instant until) {
        var byInstance = capture.adverts().stream()
                .filter(seen -> seen.stamp().isAfter(from) && seen.stamp().isBefore(until))
                .collect(Collectors.groupingBy(
                        seen -> seen.advert().addresses().getFirst().toString()));
        double longest = 0;
        for (List<SeenAdvert> adverts : byInstance.values()) {
            for (int i = 1; i < adverts.size(); i++) {
                var gap = Duration.between(
                        adverts.get(i - 1).stamp(), adverts.get(i).stamp());
                longest = Math.max(longest, gap.toNanos() / 1e6);
            }
        }
        return longest;
    }
}
