package io.keepsake.replay;

import io.keepsake.history.cluster.Availability;
import io.keepsake.history.cluster.Incidents;
import io.keepsake.journal.JournalFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code replay incidents}. */
@Command(
        name = "incidents",
        description = {
            "Lists what should not have been, newest first: two masters, nobody, a master without its address, an address",
            "without mastership, a takeover without gratuitous ARP, flapping, rejected adverts, near misses; how long each",
            "was, and how far that is certain. Then how much of the time each group had one master."
        },
        footer = {
            "",
            "Examples:",
            "  replay incidents a/journal b/journal",
            "  replay incidents --from 03:00 --to 03:30 n1=/tmp/n1 n2=/tmp/n2",
            "",
            "Exit codes: 0 nothing, 1 something, 2 wrong usage, 3 something in a journal is damaged or missing"
        },
        mixinStandardHelpOptions = true)
final class IncidentsCommand implements Callable<Integer> {
    private final Output out;

    @Mixin
    private final JournalsArgument journals = new JournalsArgument();

    @Mixin
    private final PartOption part = new PartOption();

    IncidentsCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure {
        var history = journals.read();
        long from = part.from(history);
        long to = part.to(history);
        var text = new ClusterText(history, part.clock(), out::line);
        text.head();
        var all = Incidents.of(history).stream()
                .filter(i -> history.place(i.to()) >= from && history.place(i.from()) <= to)
                .toList();
        all.reversed().forEach(text::incident);
        if (all.isEmpty()) {
            out.line("no incident");
        }
        out.line("");
        Availability.of(history).forEach(text::availability);
        boolean some = all.stream().anyMatch(i -> i.kind().counts());
        return history.isIncomplete() ? Exit.INCOMPLETE : some ? Exit.DIVERGED : Exit.FINE;
    }
}
