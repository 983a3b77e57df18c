package io.keepsake.bench;

import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures and prints: {@code bench [--trials N] [--events N] [--write] [TOPIC ...]}; without a topic, all of them. */
public final class Bench {
    private static final Path DOCUMENT = Path.of("docs/benchmarks.md");
    private static final int WRONG_USAGE = 2;
    private static final int TRIALS = 5;
    private static final long EVENTS = 10_000_000;

    /**
     * How much to measure.
     *
     * @param trials of everything that is repeated
     * @param events in the journals that are replayed
     */
    record Settings(int trials, long events) {}

    /** One question; its answer is a table or two. */
    @FunctionalInterface
    interface Topic {
        List<Table> measure(Settings settings) throws Exception;
    }

    private static final Map<String, Topic> TOPICS = topics();

    private Bench() {}

    private static Map<String, Topic> topics() {
        var topics = new LinkedHashMap<String, Topic>();
        topics.put("failover", FailoverTopic::measure);
        topics.put("handover", HandoverTopic::measure);
        topics.put("jitter", JitterTopic::measure);
        topics.put("start", StartTopic::measure);
        topics.put("scale", ScaleTopic::measure);
        topics.put("reload", ReloadTopic::measure);
        topics.put("turns", TurnsTopic::measure);
        topics.put("memory", MemoryTopic::measure);
        topics.put("ipvs", IpvsTopic::measure);
        topics.put("checks", ChecksTopic::measure);
        topics.put("journal", JournalTopic::measure);
        topics.put("replay", ReplayTopic::measure);
        topics.put("recording", RecordingTopic::measure);
        topics.put("viewers", ViewersTopic::measure);
        return topics;
    }

    public static void main(String[] args) throws Exception {
        int trials = TRIALS;
        long events = EVENTS;
        boolean write = false;
        var names = new ArrayList<String>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--write")) {
                write = true;
            } else if (args[i].equals("--trials") && i + 1 < args.length && args[i + 1].matches("[1-9][0-9]{0,3}")) {
                trials = Integer.parseInt(args[++i]);
            } else if (args[i].equals("--events") && i + 1 < args.length && args[i + 1].matches("[1-9][0-9]{0,9}")) {
                events = Long.parseLong(args[++i]);
            } else if (TOPICS.containsKey(args[i])) {
                names.add(args[i]);
            } else {
                System.err.println(
                        "bench: \"" + args[i] + "\" is not understood; usage: bench [--trials N] [--events N] [--write]"
                                + " [TOPIC ...], topics: " + String.join(", ", TOPICS.keySet()));
                System.exit(WRONG_USAGE);
            }
        }
        measure(args, new Settings(trials, events), names.isEmpty() ? List.copyOf(TOPICS.keySet()) : names, write);
        // JMH and the lab leave threads behind that are no business of the shell that waits for us.
        System.exit(0);
    }

    private static void measure(String[] args, Settings settings, List<String> names, boolean write) throws Exception {
        Lab.requirements();
        var report = new StringBuilder(Machine.describe(args));
        System.out.println(report);
        for (var name : names) {
            say(name);
            for (var table : topic(name).measure(settings)) {
                System.out.println(table.markdown());
                report.append('\n').append(table.markdown());
            }
        }
        if (write) {
            write(report.toString());
        }
    }

    private static Topic topic(String name) {
        var topic = TOPICS.get(name);
        if (topic == null) {
            throw new IllegalArgumentException("no topic " + name);
        }
        return topic;
    }

    private static void write(String report) throws IOException {
        Files.createDirectories(DOCUMENT.toAbsolutePath().getParent());
        Files.writeString(DOCUMENT, report);
        say("written: " + DOCUMENT);
    }

    /** Progress, for whoever waits. */
    static void say(String what) {
        System.err.println("bench: " + what);
    }
}
