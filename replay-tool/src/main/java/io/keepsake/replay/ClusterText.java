package io.keepsake.replay;

import io.keepsake.history.cluster.Availability;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.FailoverBudget;
import io.keepsake.history.cluster.Incident;
import io.keepsake.history.cluster.Stamp;
import io.keepsake.history.cluster.Verdict;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Spans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a history of several nodes tells, in lines for people. */
final class ClusterText {
    private static final long SECOND = 1_000_000_000L;

    private final ClusterHistory history;
    private final Clock clock;
    private final Consumer<String> out;

    /** @param clock by which times are told */
    ClusterText(ClusterHistory history, Clock clock, Consumer<String> out) {
        this.history = history;
        this.clock = clock;
        this.out = out;
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }

    /** When it was, by the common clock. */
    String time(Stamp stamp) {
        return clock.dated(instant(history.place(stamp)));
    }

    /** What is missing of the journals, in words. */
    static List<String> missing(ClusterHistory history) {
        var all = new ArrayList<String>();
        for (var node : history.nodes()) {
            history.missing(node)
                    .forEach(what -> all.add("MISSING in the journal of " + node + ": " + what
                            + "; nothing is known of it from there to its next word"));
            if (history.clocks().of(node).isEmpty()) {
                all.add("MISSING: the journal of " + node + " holds no turn");
            }
        }
        return all;
    }

    /** What is missing of the journals. */
    void missing() {
        missing(history).forEach(out);
    }

    /** What is missing of the journals, and how their clocks stand. */
    void head() {
        missing();
        for (var node : history.nodes()) {
            var clocks = history.clocks().of(node);
            if (!clocks.isEmpty()) {
                out.accept(node + ": " + history.clocks().text(clocks.getLast())
                        + (clocks.size() == 1
                                ? ""
                                : " (the last of " + clocks.size() + ": it was booted, or its clock was set)"));
            }
        }
        out.accept("");
    }

    void incident(Incident incident) {
        boolean instant = incident.length().likely() == 0 && incident.length().isExact();
        out.accept(time(incident.from()) + "  " + incident.kind().words().toUpperCase(Locale.ROOT)
                + (instant ? "" : " for " + incident.length().text()) + "  " + incident.of() + ": " + incident.text()
                + "  [" + cites(incident.evidence()) + "]");
    }

    private static String cites(List<Stamp> stamps) {
        return stamps.stream().map(Stamp::cite).distinct().collect(Collectors.joining(", "));
    }

    void availability(Availability a) {
        out.accept(String.format(
                Locale.ROOT,
                "%s: %.5f %% of %s with one master; nobody %s, two %s%s",
                a.group().title(),
                a.all() == 0 ? 0.0 : 100.0 * a.one() / a.all(),
                Spans.print(a.all()),
                Spans.print(a.none()),
                Spans.print(a.two()),
                a.unknown() == 0 ? "" : ", cannot tell " + Spans.print(a.unknown())));
    }

    /**
     * The verdict first, then what shows it.
     *
     * @param more like it that are not told, in their order
     */
    void verdict(Verdict verdict, List<Verdict> more) {
        var reason = verdict.reason().word();
        out.accept(time(verdict.about()) + "  " + verdict.of() + (reason.isEmpty() ? "" : "  " + reason) + "  ["
                + verdict.about().cite() + "]");
        out.accept("  " + verdict.sentence());
        verdict.evidence()
                .forEach(e ->
                        out.accept("    " + time(e.stamp()) + " " + e.stamp().cite() + "  " + e.text()));
        var budget = reason.isEmpty() ? null : FailoverBudget.of(history, verdict.about());
        if (budget != null) {
            out.accept("    " + budget);
        }
        verdict.against().forEach(a -> out.accept("    beside it: " + a));
        verdict.collect().forEach(c -> out.accept("    collect next time: " + c));
        if (!more.isEmpty()) {
            var last = more.getLast().about();
            out.accept("    and " + more.size() + " more like it, the last at " + time(last) + " " + last.cite()
                    + "; --all tells each");
        }
        out.accept("");
    }

    /** A line of the story, in the column of its node. */
    void row(Stamp stamp, String what) {
        var nodes = history.nodes();
        int column = nodes.indexOf(stamp.node());
        var indent = "  ".repeat(column) + "| " + "  ".repeat(nodes.size() - 1 - column);
        out.accept(time(stamp) + " " + indent + stamp.cite() + "  " + what);
    }
}
