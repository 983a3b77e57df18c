package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import io.keepsake.journal.JournalFailure;
import io.keepsake.testkit.record.RecordedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How fast the replay tool goes through the journals of a master and a backup with fifty instances. */
final class ReplayTopic {
    private static final int INSTANCES = 50;
    private static final double SECONDS_A_REIGN = 600;
    private static final Pattern COUNTED = Pattern.compile("(?m)^(\\d+) events in ");

    private final Path root;
    private final Table table;

    private ReplayTopic(Path root, Table table) {
        this.root = root;
        this.table = table;
    }

    static List<Table> measure(Settings settings) throws IOException, InterruptedException, JournalFailure {
        var table = new Table(
                "Replay of many events",
                "Two directors with " + INSTANCES
                        + " instances of version 3 at 100 ms, made by the real rules; one is killed"
                        + " and comes back every ten minutes of their time. An event is a turn: what happened, with its decisions"
                        + " and effects. The tool as users run it, its start included; explain reads the journal twice. Memory is"
                        + " the most that was resident.",
                "what",
                "events",
                "journals (MiB)",
                "seconds",
                "million events/s",
                "memory (MiB)");
        try (var scratch = Scratch.make()) {
            var topic = new ReplayTopic(scratch.path(), table);
            Bench.say("  journals of " + settings.events() + " events");
            topic.record(settings.events());
            long first = topic.verify("node-a");
            long second = topic.verify("node-b");
            topic.run("incidents", first + second, "node-a", "node-b");
            topic.run("explain", second, "node-b");
        }
        return List.of(table);
    }

    private void record(long events) throws JournalFailure {
        try (var cluster = RecordedCluster.busy(root, Instant.parse("2026-01-01T00:00:00Z"), INSTANCES)) {
            cluster.start("node-a", "192.168.181.133", 100, 0).start("node-b", "192.168.181.134", 98, 0);
            while (cluster.turns() < events) {
                cluster.pass(SECONDS_A_REIGN)
                        .kill("node-a")
                        .pass(SECONDS_A_REIGN / 20)
                        .start("node-a", "192.168.181.133", 100, 0);
            }
        }
    }

    /** How many events there were. */
    private long verify(String node) throws IOException, InterruptedException {
        return run("verify", 0, node);
    }

    private long run(String verb, long known, String... nodes) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Product.launcher().toString(), "replay", verb));
        long bytes = 0;
        for (var node : nodes) {
            var journal = root.resolve(node);
            command.add(journal.toString());
            bytes += size(journal);
        }
        var told = Files.createTempFile(root, verb, ".txt");
        long from = System.nanoTime();
        var process = new ProcessBuilder(command)
                .redirectOutput(told.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long peak = 0;
        while (process.isAlive()) {
            peak = Math.max(peak, resident(process.pid()));
            Pause.of(Duration.ofMillis(100));
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        if (process.waitFor() > 1) {
            throw new IllegalStateException("replay " + verb + " ended with status " + process.exitValue());
        }
        long events = known == 0 ? counted(told) : known;
        table.row(
                verb + " " + String.join(" ", nodes),
                Long.toString(events),
                Long.toString(bytes >> 20),
                Spread.number(seconds, 1),
                Spread.number(events / seconds / 1e6, 2),
                Long.toString(peak >> 10));
        return events;
    }

    private static long counted(Path told) throws IOException {
        var found = COUNTED.matcher(Files.readString(told));
        if (!found.find()) {
            throw new IllegalStateException("verify did not say how many events there were");
        }
        return Long.parseLong(found.group(1));
    }

    private static long size(Path journal) throws IOException {
        try (var files = Files.walk(journal)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** In KiB, the most so far; 0 when the process is gone. */
    private static long resident(long pid) throws IOException {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}
