package io.keepsake.replay;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.JournalCover;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.fold.Point;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay state}. */
@Command(
        name = "state",
        description = "Prints everything the director knew at a moment: links, addresses, instances, open requests.",
        footer = {
            "",
            "Examples:",
            "  replay state --at 03:12:07",
            "  replay state /mnt/node-b/journal --at 3#812",
            "",
            "Exit codes: 0 fine, 2 wrong usage, 3 the state at that moment cannot be known"
        },
        mixinStandardHelpOptions = true)
final class StateCommand implements Callable<Integer> {
    private final Output out;

    @Mixin
    private final JournalArgument journal = new JournalArgument();

    @Mixin
    private final ZoneOptions zone = new ZoneOptions();

    @Option(
            names = "--at",
            required = true,
            paramLabel = "T",
            description = {
                "the moment: 2026-11-22T03:12:07Z or any time as it is printed, 03:12:07 (the last one before the end),",
                "-5m, 812 (in the last run) or 3#812 (in run 3); what happened at it counts"
            })
    private String at = "";

    private long run;
    private @Nullable Turn last;
    private @Nullable NodeState state;
    private String unknownBecause = "nothing is recorded before it";

    StateCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure {
        var clock = zone.clock();
        try (var reader = journal.open()) {
            fold(reader, WindowOptions.until("--at", at, reader, clock));
            if (state == null || last == null) {
                out.line("the state at " + at + " cannot be known: " + unknownBecause + "; the journal has "
                        + JournalCover.of(reader).print(clock));
                return Exit.INCOMPLETE;
            }
        }
        var known = state;
        var after = last;
        out.line("after " + run + "#" + after.recorded().index() + " at "
                + clock.dated(after.recorded().wall()));
        known.checkpoint().state().forEach(out::line);
        return Exit.FINE;
    }

    private void fold(JournalReader reader, Point point) throws JournalFailure {
        point.seekState(reader);
        var fold = new JournalFold(reader);
        for (var step = fold.next(); step != null; step = fold.next()) {
            switch (step) {
                case FoldStep.Began began -> {
                    unknownBecause = "the journal has no checkpoint before it";
                }
                case FoldStep.Folded folded -> {
                    if (point.isBefore(folded.run(), folded.turn())) {
                        return;
                    }
                    run = folded.run();
                    last = folded.turn();
                    state = fold.state();
                }
                case FoldStep.Refused refused ->
                    unknown("the core refuses #" + refused.turn().recorded().index() + ": " + refused.what());
                case FoldStep.Lost lost -> unknown(lost.what());
            }
        }
    }

    private void unknown(String because) {
        state = null;
        unknownBecause = because;
    }
}
