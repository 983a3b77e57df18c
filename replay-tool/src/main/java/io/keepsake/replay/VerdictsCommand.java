package io.keepsake.replay;

import io.keepsake.history.cluster.Verdicts;
import io.keepsake.journal.JournalFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code replay verdicts}. */
@Command(
        name = "verdicts",
        description = {
            "Says why each takeover happened and why two were master at once, from the journals of all nodes together:",
            "the claim first, then the events that show it (node:run#index), what was looked for and not found, and, where",
            "nobody can tell, what to collect next time."
        },
        footer = {
            "",
            "Examples:",
            "  replay verdicts a/journal b/journal",
            "  replay verdicts --from -10m n1=/tmp/n1 n2=/tmp/n2",
            "",
            "Exit codes: 0 fine, 2 wrong usage, 3 something in a journal is damaged or missing"
        },
        mixinStandardHelpOptions = true)
final class VerdictsCommand implements Callable<Integer> {
    private final Output out;

    @Mixin
    private final JournalsArgument journals = new JournalsArgument();

    @Mixin
    private final PartOption part = new PartOption();

    VerdictsCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure {
        var history = journals.read();
        long from = part.from(history);
        long to = part.to(history);
        var text = new ClusterText(history, part.clock(), out::line);
        text.head();
        Verdicts.of(history).stream()
                .filter(v -> history.place(v.about()) >= from && history.place(v.about()) <= to)
                .forEach(text::verdict);
        return history.isIncomplete() ? Exit.INCOMPLETE : Exit.FINE;
    }
}
