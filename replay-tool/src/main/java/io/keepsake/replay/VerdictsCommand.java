package io.keepsake.replay;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.Verdicts;
import picocli.CommandLine.Command;

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
final class VerdictsCommand extends ClusterCommand {
    VerdictsCommand(Output out) {
        super(out);
    }

    @Override
    int tell(ClusterHistory history, Part asked, ClusterText text) {
        Verdicts.of(history).stream()
                .filter(v -> touches(history, asked, v.about(), v.about()))
                .forEach(text::verdict);
        return Exit.FINE;
    }
}
