package io.keepsake.replay;

import io.keepsake.history.show.Clock;
import io.keepsake.history.state.Origin;
import io.keepsake.history.state.StateRows;
import io.keepsake.journal.JournalFailure;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay why}. */
@Command(
        name = "why",
        description = {
            "Says where a value came from: since when it is so, what made it so, and what that rests on, back to the packet, the",
            "run of a script or the line of the configuration. FIELD is a row of replay state, such as 'VI_1 priority', or",
            "VI_1.priority, or its last word where only one row ends with it."
        },
        footer = {
            "",
            "Examples:",
            "  replay why VI_1.priority --at 03:12:07 /var/lib/keepsake/journal",
            "  replay why 'tcp:10.0.0.100:80 10.0.0.1:80 weight' --at -5m b=/mnt/node-b/journal",
            "",
            "Exit codes: 0 fine, 2 wrong usage, 3 it cannot be known, or something in the journal is damaged or missing"
        },
        mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
    private final Output out;

    @Parameters(index = "0", paramLabel = "FIELD", description = "a row of replay state")
    private String field = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "[NAME=]DIR",
            description = "the journal, by default " + JournalArgument.DEFAULT)
    private @Nullable String journal;

    @Mixin
    private final LiveOption live = new LiveOption();

    @Mixin
    private final ZoneOptions zone = new ZoneOptions();

    @Option(
            names = "--at",
            paramLabel = "T",
            description = "the moment: " + MomentAsked.FORMS + "; what happened at it counts. By default the end")
    private String at = "-0s";

    WhyCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure {
        Clock clock = zone.clock();
        try (var open = new OpenJournals(directories())) {
            var history = open.history();
            var node = history.nodes().getFirst();
            new ClusterText(history, clock, out::line).missing();
            var points = MomentAsked.at("--at", at, history, open, clock);
            var known = StateCommand.known(open, points, node);
            var state = known.state();
            if (state == null) {
                out.line("the state at " + at + " cannot be known: " + known.why());
                return Exit.INCOMPLETE;
            }
            if (known.over()) {
                out.line(known.ended() + "; what it knew last:");
            }
            var last = Objects.requireNonNull(known.last());
            var row = row(StateRows.of(state, last.recorded().at()).keySet());
            var reader = Objects.requireNonNull(open.readers().get(node));
            Origin.of(reader, node, row, known, clock).forEach(out::line);
            return history.isIncomplete() ? Exit.INCOMPLETE : Exit.FINE;
        }
    }

    private SequencedMap<String, Path> directories() throws WrongUsage {
        var given = journal;
        if (live.asked() && given != null) {
            throw new WrongUsage("expected --live or a journal, found both; this verb reads one journal");
        }
        return JournalsArgument.directories(
                live, live.asked() ? List.of() : List.of(given == null ? JournalArgument.DEFAULT : given));
    }

    private String row(Collection<String> rows) throws WrongUsage {
        var dotted = field.replaceFirst("\\.(?=[a-z]+$)", " ");
        if (rows.contains(dotted)) {
            return dotted;
        }
        var ending = rows.stream().filter(row -> row.endsWith(" " + field)).toList();
        if (ending.size() == 1) {
            return ending.getFirst();
        }
        throw new WrongUsage("there is " + (ending.isEmpty() ? "no" : "more than one") + " field \"" + field
                + "\" at that moment; expected one of " + String.join("; ", ending.isEmpty() ? rows : ending));
    }
}
