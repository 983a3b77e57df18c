package io.keepsake.replay.whatif;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.history.explain.ConfigDifference;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Spans;
import io.keepsake.journal.JournalFailure;
import io.keepsake.replay.whatif.Comparison.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is told of a what-if, in lines for people. */
public final class Report {
    private static final int LONG_LINE = 240;

    private final Clock clock;
    private final Consumer<String> out;

    private final List<String> told = new ArrayList<>();

    /** @param clock by which times are told */
    public Report(Clock clock, Consumer<String> out) {
        this.clock = clock;
        this.out = line -> {
            told.add(line);
            out.accept(line);
        };
    }

    private String time(long place) {
        return clock.dated(Simulation.instant(place));
    }

    /** Plays the journals and tells what came of it. */
    public Story tell(WhatIf whatIf, Configs configs) throws JournalFailure {
        var before = whatIf.configs();
        var after = new LinkedHashMap<String, ControllerConfig>();
        before.forEach((node, config) -> after.put(node, configs.replace(node, config)));
        differences(before, after);
        var outcome = whatIf.run(configs);
        var comparison = new Comparison(
                outcome,
                Stream.concat(before.values().stream(), after.values().stream()).toList());
        about(outcome, comparison);
        var rows = comparison.rows();
        rows(rows);
        out.accept("");
        Comparison.groups(before).forEach(group -> times(outcome, comparison, group));
        return new Story(outcome, rows, before, List.copyOf(told));
    }

    private void differences(Map<String, ControllerConfig> before, Map<String, ControllerConfig> after) {
        before.forEach((node, was) -> {
            var is = after.getOrDefault(node, was);
            var lines = ConfigDifference.between(Configs.elections(was), Configs.elections(is));
            if (lines.isEmpty()) {
                out.accept("changed of " + node + ": nothing");
            }
            lines.forEach(line -> out.accept("changed of " + node + ": " + line));
        });
    }

    private void about(Outcome outcome, Comparison comparison) {
        out.accept(
                outcome.nodes() > 1
                        ? "closed loop: simulated are the elections of " + String.join(", ", outcome.names())
                                + ", the adverts between them and the answers of their kernels"
                        : "open loop: simulated are the elections of " + String.join(", ", outcome.names())
                                + " and the answers of its kernel; adverts of all others are played as recorded");
        out.accept(
                "as recorded are links, results of scripts, files and processes, operators, starts, stops and crashes,"
                        + " pauses, and delays and losses of the network");
        if (outcome.nodes() > 1) {
            outcome.foreign()
                    .forEach(router ->
                            out.accept(router + " has no journal here: what was heard of it is played as recorded"));
        }
        var control = comparison.control();
        long given =
                control.stream().filter(r -> r.was() != null && r.is() != null).count();
        long all = control.stream().filter(r -> r.was() != null).count();
        long more = control.stream().filter(r -> r.was() == null).count();
        out.accept("control: the recorded configuration, simulated the same way, gives " + given + " of " + all
                + " recorded transitions and " + more + " others");
        if (outcome.left().isEmpty()) {
            out.accept("it does nothing else than the recorded configuration");
        }
        outcome.left().forEach((node, left) -> {
            out.accept("leaves the recording: " + time(left.place()) + " " + node + ", after " + left.cite());
            out.accept("  simulated: " + cut(left.what()));
            out.accept("  recorded configuration: " + cut(left.instead()));
        });
        if (outcome.nodes() == 1 && !outcome.left().isEmpty()) {
            out.accept("  uncertain from there on: what peers sent, they sent to the recorded configuration");
        }
        out.accept("");
    }

    private static String cut(String line) {
        return line.length() <= LONG_LINE ? line : line.substring(0, LONG_LINE) + "...";
    }

    private void rows(List<Row> rows) {
        if (rows.isEmpty()) {
            out.accept("no transitions, neither recorded nor simulated");
        }
        int same = 0;
        int gained = 0;
        int lost = 0;
        int uncertain = 0;
        for (var row : rows) {
            out.accept(line(row));
            same += row.was() != null && row.is() != null ? 1 : 0;
            gained += row.was() == null ? 1 : 0;
            lost += row.is() == null ? 1 : 0;
            uncertain += row.doubt() == null ? 0 : 1;
        }
        var reasons = new ArrayList<>(
                rows.stream().map(Row::doubt).filter(d -> d != null).distinct().toList());
        out.accept("");
        out.accept(
                "transitions: " + same + " the same, " + gained + " gained, " + lost + " lost; uncertain " + uncertain);
        for (int i = 0; i < reasons.size(); i++) {
            out.accept("  uncertain: " + reasons.get(i));
        }
    }

    /** {@code gained  2026-11-22 03:00:05.000000Z  n1 VI_1 BACKUP -> MASTER  (simulated)}. */
    private String line(Row row) {
        var was = row.was();
        var is = row.is();
        var any = row.any();
        var what = any.node() + " " + any.instance() + " " + any.from() + " -> " + any.to();
        var doubt = row.doubt() == null ? "" : ", uncertain";
        if (was != null && is != null) {
            long moved = is.place() - was.place();
            return "same    " + time(was.place()) + "  " + what + "  [" + was.cite() + "]  simulated "
                    + (moved == 0
                            ? "at the same time"
                            : Spans.print(Math.abs(moved)) + (moved < 0 ? " earlier" : " later"))
                    + doubt;
        }
        return was != null
                ? "lost    " + time(was.place()) + "  " + what + "  [" + was.cite() + "]" + doubt
                : "gained  " + time(any.place()) + "  " + what + "  simulated after " + any.cite() + doubt;
    }

    private void times(Outcome outcome, Comparison comparison, Comparison.Group group) {
        var unknown = unknown(outcome, comparison, group);
        if (unknown != null) {
            out.accept(group.title() + ": outage cannot be told: " + unknown);
            return;
        }
        var was = comparison.recorded(group);
        var is = comparison.simulated(group);
        long saved = was.none() - is.none();
        out.accept(
                group.title() + ": without a master " + Spans.print(was.none()) + " recorded, " + Spans.print(is.none())
                        + " simulated; two masters " + Spans.print(was.two()) + " recorded, " + Spans.print(is.two())
                        + " simulated; outage " + (saved < 0 ? "added " : "saved ") + Spans.print(Math.abs(saved))
                        + (comparison.isTrue() ? "" : uncertain(comparison.controlled(group))));
    }

    private static String uncertain(Comparison.Times control) {
        return ", uncertain: the recorded configuration, simulated the same way, leaves the recording, and has "
                + Spans.print(control.none()) + " without a master and " + Spans.print(control.two())
                + " with two masters";
    }

    private static @Nullable String unknown(Outcome outcome, Comparison comparison, Comparison.Group group) {
        if (outcome.nodes() == 1) {
            return "that takes the journals of all nodes of the cluster";
        }
        if (!outcome.foreign().isEmpty()) {
            return String.join(", ", outcome.foreign()) + " has no journal here";
        }
        if (comparison.firstMaster(group) == Long.MAX_VALUE) {
            return "it never had a master, neither recorded nor simulated";
        }
        var hole = outcome.doubts().stream().filter(Outcome.Doubt::lasting).findFirst();
        return hole.map(Outcome.Doubt::why).orElse(null);
    }
}
