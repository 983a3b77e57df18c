package io.keepsake.replay;

import io.keepsake.core.NodeState;
import io.keepsake.history.fold.JournalCover;
import io.keepsake.history.fold.Point;
import io.keepsake.history.show.Clock;
import io.keepsake.history.state.IpvsadmText;
import io.keepsake.history.state.Known;
import io.keepsake.history.state.StateRows;
import io.keepsake.journal.JournalFailure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay state}. */
@Command(
        name = "state",
        description = {
            "Prints everything the director knew at a moment: links, addresses, instances, open requests. Of several nodes what",
            "matters, side by side, at the same moment of the first one's clock."
        },
        footer = {
            "",
            "Examples:",
            "  replay state --at 03:12:07",
            "  replay state --at b:3#812 a=/mnt/node-a/journal b=/mnt/node-b/journal",
            "",
            "Exit codes: 0 fine, 2 wrong usage, 3 the state at that moment cannot be known"
        },
        mixinStandardHelpOptions = true)
final class StateCommand implements Callable<Integer> {
    /** How it is told. */
    enum Format {
        TEXT,
        IPVSADM
    }

    private final Output out;

    @Parameters(
            paramLabel = "[NAME=]DIR",
            arity = "0..*",
            description = "the journals, by default " + JournalArgument.DEFAULT)
    private List<String> journals = List.of();

    @Mixin
    private final LiveOption live = new LiveOption();

    @Mixin
    private final ZoneOptions zone = new ZoneOptions();

    @Option(
            names = "--at",
            required = true,
            paramLabel = "T",
            description = "the moment: " + MomentAsked.FORMS + "; what happened at it counts")
    private String at = "";

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "text, or ipvsadm: the table of IPVS as ipvsadm -Sn would have printed it")
    private Format format = Format.TEXT;

    StateCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure {
        var clock = zone.clock();
        var directories = JournalsArgument.directories(
                live, journals.isEmpty() && !live.asked() ? List.of(JournalArgument.DEFAULT) : journals);
        return directories.size() == 1 ? one(directories, clock) : several(directories, clock);
    }

    private int one(SequencedMap<String, Path> directories, Clock clock) throws WrongUsage, JournalFailure {
        try (var reader = JournalArgument.open(directories.firstEntry().getValue())) {
            var text = at.startsWith(directories.firstEntry().getKey() + ":")
                    ? at.substring(directories.firstEntry().getKey().length() + 1)
                    : at;
            var known = Known.at(reader, WindowOptions.until("--at", text, reader, clock));
            var state = known.state();
            if (state == null || known.last() == null) {
                out.line("the state at " + at + " cannot be known: " + known.why() + "; the journal has "
                        + JournalCover.of(reader).print(clock));
                return Exit.INCOMPLETE;
            }
            if (format == Format.IPVSADM) {
                return ipvsadm(state) ? Exit.FINE : Exit.INCOMPLETE;
            }
            out.line(after(known, clock));
            state.checkpoint().state().forEach(out::line);
            return Exit.FINE;
        }
    }

    private static String after(Known known, Clock clock) {
        var recorded = Objects.requireNonNull(known.last()).recorded();
        return "after " + known.run() + "#" + recorded.index() + " at " + clock.dated(recorded.wall())
                + (known.over() ? "; " + known.ended() : "");
    }

    private boolean ipvsadm(NodeState state) {
        if (!state.ipvs().seen().read()) {
            out.line("# the table of IPVS was not read: it is not known");
            return false;
        }
        IpvsadmText.of(state.ipvs().seen().table()).forEach(out::line);
        return true;
    }

    private int several(SequencedMap<String, Path> directories, Clock clock) throws WrongUsage, JournalFailure {
        try (var open = new OpenJournals(directories)) {
            var history = open.history();
            new ClusterText(history, clock, out::line).head();
            var points = MomentAsked.at("--at", at, history, open, clock);
            var table = new SideBySide();
            boolean whole = true;
            for (var node : directories.keySet()) {
                var known = known(open, points, node);
                var state = known.state();
                whole &= state != null;
                if (format == Format.TEXT) {
                    table.column(node, rows(known, clock));
                } else {
                    out.line("# " + node + (state == null ? ": not known: " + known.why() : " " + after(known, clock)));
                    whole &= state != null && ipvsadm(state);
                }
            }
            if (format == Format.TEXT) {
                table.lines().forEach(out::line);
            }
            return whole && !history.isIncomplete() ? Exit.FINE : Exit.INCOMPLETE;
        }
    }

    /** What a node knew at its point. */
    static Known known(OpenJournals open, SequencedMap<String, Point> points, String node) throws JournalFailure {
        var point = points.get(node);
        return point == null
                ? Known.nothing()
                : Known.at(Objects.requireNonNull(open.readers().get(node)), point);
    }

    /** Whether a director ran then, which knew what is shown. */
    static String director(Known known) {
        return known.over() ? "none: run " + known.run() + " had ended" : "runs";
    }

    private static SequencedMap<String, String> rows(Known known, Clock clock) {
        var rows = new LinkedHashMap<String, String>();
        var state = known.state();
        var last = known.last();
        if (state == null || last == null) {
            rows.put("after", "not known: " + known.why());
            return rows;
        }
        rows.put("after", known.run() + "#" + last.recorded().index());
        rows.put("at", clock.dated(last.recorded().wall()));
        rows.put("director", director(known));
        rows.putAll(StateRows.of(state, last.recorded().at()));
        return rows;
    }
}
