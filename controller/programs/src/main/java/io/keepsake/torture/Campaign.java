package io.keepsake.torture;

import io.keepsake.testkit.lab.LabException;
import io.keepsake.torture.Judge.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One run of a seed's schedule, from three directors that start to three that have stopped. */
final class Campaign {
    private static final String HEAD =
            "| step | fault | node | begun (UTC) | lasted | settled after | VI_1 silent | allowed"
                    + " | VI_2 silent | allowed | two masters | machine stalled | runs of n1, n2, n3 |";
    /** Of a step whose times did not hold on a machine that was crowded. */
    private static final int ATTEMPTS = 3;

    private static final String RULE = "|---|---|---|---|---|---|---|---|---|---|---|---|---|";

    private final long seed;
    private final Schedule schedule;
    private final Predicate<Step> goesOn;
    private final Path evidence;
    private final List<String> rows = new ArrayList<>(List.of(HEAD, RULE));
    private @Nullable Step current;
    private int repeated;

    /**
     * @param goesOn whether this step is still to be done
     * @param evidence an empty directory, where everything is kept
     */
    Campaign(long seed, Schedule schedule, Predicate<Step> goesOn, Path evidence) {
        this.seed = seed;
        this.schedule = schedule;
        this.goesOn = goesOn;
        this.evidence = evidence;
    }

    /** Runs it; whether everything held. */
    boolean run(Path launcher) throws IOException {
        try (var cluster = new Cluster(launcher);
                var judge = new Judge(cluster)) {
            try {
                steps(cluster, judge);
                end(cluster);
                report("everything held"
                        + (repeated == 0
                                ? ""
                                : "; " + repeated + " steps were done once more, the machine being crowded"));
                return true;
            } catch (Failure | LabException | IOException | IllegalStateException e) {
                report("FAILED: seed " + seed + ", " + (current == null ? "at the start or the end" : "step " + current)
                        + "\n" + e.getMessage());
                e.printStackTrace();
                return false;
            } finally {
                cluster.keep(evidence);
                Files.write(evidence.resolve("table.md"), rows);
                System.out.println("evidence: " + evidence);
            }
        }
    }

    private void report(String end) {
        System.out.println();
        rows.forEach(System.out::println);
        System.out.println();
        System.out.println(end);
        rows.add("");
        end.lines().forEach(rows::add);
    }

    private void steps(Cluster cluster, Judge judge) throws IOException {
        judge.awaitSettled(Instant.EPOCH);
        judge.checkNodes(Map.of());
        var from = Instant.now();
        for (var step = schedule.next(); goesOn.test(step); step = schedule.next()) {
            System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + step);
            if (!step.kind().possible()) {
                rows.add("| " + step.number() + " | " + step.kind().word() + " | not to be had in this kernel |");
                continue;
            }
            current = step;
            from = step(cluster, judge, step, from);
        }
        current = null;
    }

    private Instant step(Cluster cluster, Judge judge, Step step, Instant from) throws IOException {
        var runs = new HashMap<Node, Long>();
        cluster.nodes().forEach(node -> runs.put(node, node.lastRun()));
        for (int attempt = 1; ; attempt++) {
            var begun = Instant.now();
            happen(cluster, step);
            var ended = Instant.now();
            judge.awaitSettled(ended);
            var settled = Instant.now();
            judge.checkNodes(runs);
            try {
                var seen = judge.judge(step, from, settled);
                rows.add(row(cluster, step, begun, ended, settled, seen, judge.stall(from, settled)));
                return settled;
            } catch (Failure late) {
                if (attempt == ATTEMPTS || !judge.wasCrowded(from, settled)) {
                    throw late;
                }
                System.out.println("once more, since too many wanted a CPU: " + late.getMessage());
                from = settled;
                repeated++;
            }
        }
    }

    private static void happen(Cluster cluster, Step step) throws IOException {
        var chance = new Random(step.seed());
        var fault = step.kind().make(cluster, cluster.nodes().get(step.node()), chance);
        var also = step.also() == null || !step.also().possible()
                ? null
                : step.also().make(cluster, cluster.nodes().get(step.alsoNode()), chance);
        if (also != null) {
            also.begin();
        }
        fault.begin();
        Pause.of(step.lasts());
        fault.end();
        if (also != null) {
            also.end();
        }
    }

    private static String row(
            Cluster cluster,
            Step step,
            Instant begun,
            Instant ended,
            Instant settled,
            Map<VirtualRouter, Seen> seen,
            Duration stall) {
        var cells = new ArrayList<String>();
        cells.add(Integer.toString(step.number()));
        cells.add(step.words());
        cells.add(step.nodes());
        cells.add(begun.truncatedTo(ChronoUnit.SECONDS).toString().substring(11, 19));
        cells.add(millis(Duration.between(begun, ended)));
        cells.add(millis(Duration.between(ended, settled)));
        seen.values().forEach(each -> {
            cells.add(millis(each.silence().found()));
            cells.add(millis(each.silence().allowed()));
        });
        cells.add(millis(seen.values().stream()
                .map(each -> each.dispute().found())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO)));
        cells.add(millis(stall));
        cells.add(String.join(
                ", ",
                cluster.nodes().stream()
                        .map(node -> Long.toString(node.lastRun()))
                        .toList()));
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String millis(Duration time) {
        return time.toMillis() + " ms";
    }

    /** All stop, and nothing is left of them but their journals, which fold. */
    private static void end(Cluster cluster) throws IOException {
        cluster.checkWeb();
        cluster.nodes().forEach(Node::checkMemory);
        cluster.nodes().forEach(Node::stop);
        for (var node : cluster.nodes()) {
            node.checkNothingLeft();
            node.verify(1);
            System.out.println(node + ": " + node.lives() + ", " + node.lastRun() + " runs recorded");
        }
    }
}
