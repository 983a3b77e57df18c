package io.keepsake.replay;

import io.keepsake.history.cluster.Availability;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.Incidents;
import picocli.CommandLine.Command;

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
final class IncidentsCommand extends ClusterCommand {
    IncidentsCommand(Output out) {
        super(out);
    }

    @Override
    int tell(ClusterHistory history, Part asked, ClusterText text) {
        var all = Incidents.of(history).stream()
                .filter(i -> touches(history, asked, i.from(), i.to()))
                .toList();
        all.reversed().forEach(text::incident);
        if (all.isEmpty()) {
            line("no incident");
        }
        line("");
        Availability.of(history, asked.from(), asked.to()).forEach(text::availability);
        return all.stream().anyMatch(i -> i.kind().counts()) ? Exit.DIVERGED : Exit.FINE;
    }
}
