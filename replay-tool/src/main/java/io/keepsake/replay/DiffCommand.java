package io.keepsake.replay;

import io.keepsake.core.NodeState;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.explain.ConfigDifference;
import io.keepsake.history.fold.Point;
import io.keepsake.history.show.Clock;
import io.keepsake.history.state.Known;
import io.keepsake.history.state.StateRows;
import io.keepsake.journal.JournalFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay diff}. */
@Command(
        name = "diff",
        description = {
            "Tells how what was known differs: of one node at two moments (--at twice) or at the ends of two runs (--run twice),",
            "of two nodes at one moment, by default the end. The rows are those of replay state; then what differs in the",
            "configuration."
        },
        footer = {
            "",
            "Examples:",
            "  replay diff --at 03:12 --at 03:13 /var/lib/keepsake/journal",
            "  replay diff --at 03:12:07 a=/mnt/node-a/journal b=/mnt/node-b/journal",
            "",
            "Exit codes: 0 the same, 1 something differs, 2 wrong usage, 3 one of them cannot be known"
        },
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
    private static final int DIFFERS = 1;
    private static final String NOT_THERE = "-";

    private record Side(String name, Known known) {}

    private final Output out;

    @Mixin
    private final JournalsArgument journals = new JournalsArgument();

    @Mixin
    private final ZoneOptions zone = new ZoneOptions();

    @Option(
            names = "--at",
            paramLabel = "T",
            description = "a moment: " + MomentAsked.FORMS + "; what happened at it counts")
    private List<String> moments = List.of();

    @Option(names = "--run", paramLabel = "N", description = "the end of this run")
    private List<Long> runs = List.of();

    DiffCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure {
        var clock = zone.clock();
        try (var open = journals.open()) {
            var history = open.history();
            new ClusterText(history, clock, out::line).missing();
            var sides = sides(open, history, clock);
            var one = sides.getFirst();
            var other = sides.getLast();
            for (var side : sides) {
                if (side.known().state() == null) {
                    out.line(side.name() + " cannot be known: " + side.known().why());
                    return Exit.INCOMPLETE;
                }
            }
            var table = differences(one, other);
            table.forEach(out::line);
            var config = config(one.known().state(), other.known().state());
            config.forEach(line -> out.line("configuration: " + line));
            boolean same = table.isEmpty() && config.isEmpty();
            if (same) {
                out.line("nothing differs between " + one.name() + " and " + other.name());
            }
            return history.isIncomplete() ? Exit.INCOMPLETE : same ? Exit.FINE : DIFFERS;
        }
    }

    private List<Side> sides(OpenJournals open, ClusterHistory history, Clock clock) throws WrongUsage, JournalFailure {
        var nodes = history.nodes();
        var sides = new ArrayList<Side>();
        if (nodes.size() == 2 && moments.size() <= 1 && runs.isEmpty()) {
            var points = MomentAsked.at("--at", moments.isEmpty() ? "-0s" : moments.getFirst(), history, open, clock);
            for (var node : nodes) {
                sides.add(new Side(node, StateCommand.known(open, points, node)));
            }
        } else if (nodes.size() == 1 && moments.size() == 2 && runs.isEmpty()) {
            for (var moment : moments) {
                var points = MomentAsked.at("--at", moment, history, open, clock);
                sides.add(new Side(moment, StateCommand.known(open, points, nodes.getFirst())));
            }
        } else if (nodes.size() == 1 && runs.size() == 2 && moments.isEmpty()) {
            for (long run : runs) {
                SequencedMap<String, Point> points = new LinkedHashMap<>();
                points.put(nodes.getFirst(), new Point.AtIndex(run, Long.MAX_VALUE));
                var known = StateCommand.known(open, points, nodes.getFirst());
                if (known.run() != run) {
                    throw new WrongUsage("--run: there is no run " + run + "; the last before it is " + known.run());
                }
                sides.add(new Side("run " + run, known));
            }
        } else {
            throw new WrongUsage("expected one journal with --at or --run twice, or two journals and one --at; found "
                    + nodes.size() + " with " + moments.size() + " --at and " + runs.size() + " --run");
        }
        return sides;
    }

    private static List<String> differences(Side one, Side other) {
        var first = rows(one.known());
        var second = rows(other.known());
        var before = new LinkedHashMap<String, String>();
        var after = new LinkedHashMap<String, String>();
        StateRows.differing(first, second).forEach(row -> {
            before.put(row, first.getOrDefault(row, NOT_THERE));
            after.put(row, second.getOrDefault(row, NOT_THERE));
        });
        return before.isEmpty()
                ? List.of()
                : new SideBySide()
                        .column(one.name(), before)
                        .column(other.name(), after)
                        .lines();
    }

    private static SequencedMap<String, String> rows(Known known) {
        var rows = new LinkedHashMap<String, String>();
        rows.put("director", StateCommand.director(known));
        rows.putAll(StateRows.of(
                Objects.requireNonNull(known.state()),
                Objects.requireNonNull(known.last()).recorded().at()));
        return rows;
    }

    private static List<String> config(@Nullable NodeState one, @Nullable NodeState other) {
        var was = one == null ? null : one.configured();
        var is = other == null ? null : other.configured();
        return was == null || is == null ? List.of() : ConfigDifference.between(was.config(), is.config());
    }
}
