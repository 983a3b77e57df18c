package io.keepsake.replay;

import io.keepsake.history.explain.Explainer;
import io.keepsake.journal.JournalFailure;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay explain}. */
@Command(
        name = "explain",
        description = {
            "Says why each instance changed its role: which advert, timer, link or person caused it, with the indexes "
                    + "of the evidence (run#index, see replay show) and what was done then.",
            "Tells as well who was heard beside a master, who was rejected and why, adverts that could not be sent, "
                    + "addresses that someone else added, reloads with the fields that changed, and how each run ended.",
            "Speaks from this node's journal alone; what only the other node knows it says it cannot tell. MISSING lines "
                    + "name what is not in the journal, before anything is said of the rest."
        },
        footer = {
            "",
            "Examples:",
            "  replay explain --from 03:30 --to 03:32",
            "  replay explain /mnt/node-b/journal --instance VI_1 --tz Europe/Berlin",
            "",
            "Exit codes: 0 fine, 2 wrong usage, 3 something in the journal is damaged or missing"
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private final Output out;

    @Mixin
    private final JournalArgument journal = new JournalArgument();

    @Mixin
    private final WindowOptions part = new WindowOptions();

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "only this vrrp_instance or virtual server, such as VI_1")
    private @Nullable String instance;

    ExplainCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure {
        var clock = part.clock();
        try (var reader = out.watched(journal.open(), "explain", clock)) {
            var window = part.window(reader);
            return switch (new Explainer(out::line, instance, window, clock).explain(reader)) {
                case COMPLETE -> Exit.FINE;
                case INCOMPLETE -> Exit.INCOMPLETE;
                case EMPTY -> {
                    out.note(WindowOptions.nothingIn(reader, clock));
                    yield Exit.FINE;
                }
                case UNKNOWN -> throw WindowOptions.unknown(instance, reader, window);
            };
        }
    }
}
