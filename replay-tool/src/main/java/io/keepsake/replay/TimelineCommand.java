package io.keepsake.replay;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.LowerMasterHeard;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.Fact;
import io.keepsake.history.cluster.FactText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code replay timeline}. */
@Command(
        name = "timeline",
        description = {
            "Tells what happened on all nodes as one story, in an order that no advert contradicts: a column for each node,",
            "adverts and rejected packets summed up. --all tells every address, announcement and link as well."
        },
        footer = {
            "",
            "Examples:",
            "  replay timeline a/journal b/journal",
            "  replay timeline --from 03:00 --to 03:30 --all n1=/tmp/n1 n2=/tmp/n2",
            "",
            "Exit codes: 0 fine, 2 wrong usage, 3 something in a journal is damaged or missing"
        },
        mixinStandardHelpOptions = true)
final class TimelineCommand extends ClusterCommand {
    @Option(names = "--all", description = "what usually tells nothing, too")
    private boolean all;

    TimelineCommand(Output out) {
        super(out);
    }

    @Override
    int tell(ClusterHistory history, Part asked, ClusterText text) {
        history.nodes().stream()
                .flatMap(node -> all ? history.facts(node).stream() : told(history.facts(node)).stream())
                .filter(fact -> touches(history, asked, fact.stamp(), fact.stamp()))
                .sorted(Comparator.comparingLong(fact -> history.place(fact.stamp())))
                .forEach(fact -> text.row(fact.stamp(), FactText.of(fact)));
        return Exit.FINE;
    }

    /** Without what tells nothing; of a lower master, whose adverts are counted anyhow, it is told once that it is lower. */
    private static List<Fact> told(List<Fact> facts) {
        var told = new ArrayList<Fact>();
        var lower = new HashSet<Decision>();
        for (var fact : facts) {
            if (fact instanceof Fact.Moved) {
                lower.clear();
            }
            boolean again = fact instanceof Fact.Decided d
                    && d.decision() instanceof LowerMasterHeard
                    && !lower.add(d.decision());
            if (!again && tells(fact)) {
                told.add(fact);
            }
        }
        return told;
    }

    private static boolean tells(Fact fact) {
        return switch (fact) {
            case Fact.Announced _, Fact.Failed _, Fact.Programmed _ -> false;
            case Fact.AddressMoved a -> a.own() || a.noticed();
            case Fact.LinkMoved l -> l.before() != null || l.link() == null;
            default -> true;
        };
    }
}
