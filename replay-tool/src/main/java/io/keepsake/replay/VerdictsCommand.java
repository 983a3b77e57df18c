package io.keepsake.replay;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.Verdict;
import io.keepsake.history.cluster.Verdicts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
    /** Of one kind, no further apart than this, this many are told as one. */
    private static final int MANY = 4;

    private static final long APART_NANOS = 60_000_000_000L;

    @Option(names = "--all", description = "tell each of many that are alike, and not the first and how many")
    private boolean all;

    VerdictsCommand(Output out) {
        super(out);
    }

    @Override
    int tell(ClusterHistory history, Part asked, ClusterText text) {
        var verdicts = Verdicts.of(history).stream()
                .filter(v -> touches(history, asked, v.about(), v.about()))
                .toList();
        if (all) {
            verdicts.forEach(verdict -> text.verdict(verdict, List.of()));
        } else {
            alike(history, verdicts).forEach(chain -> text.verdict(chain.getFirst(), chain.subList(1, chain.size())));
        }
        return Exit.FINE;
    }

    /** Those that follow each other with the same rule about the same node, and between them whatever else: in order. */
    private static List<List<Verdict>> alike(ClusterHistory history, List<Verdict> verdicts) {
        var chains = new ArrayList<List<Verdict>>();
        var open = new HashMap<Kind, List<Verdict>>();
        for (var verdict : verdicts) {
            var kind = new Kind(
                    verdict.of(),
                    verdict.rule(),
                    verdict.reason(),
                    verdict.about().node());
            var chain = open.get(kind);
            if (chain == null
                    || history.place(verdict.about())
                                    - history.place(chain.getLast().about())
                            > APART_NANOS) {
                chain = new ArrayList<>();
                open.put(kind, chain);
                chains.add(chain);
            }
            chain.add(verdict);
        }
        // few are told each in its place
        return chains.stream()
                .flatMap(chain ->
                        chain.size() >= MANY ? Stream.of(chain) : chain.stream().map(List::of))
                .sorted(Comparator.comparingLong(
                        chain -> history.place(chain.getFirst().about())))
                .toList();
    }

    /** Without its reason, two masters would pass for one more of the takeovers that led to them. */
    private record Kind(String of, Verdict.Rule rule, Verdict.Reason reason, String node) {}
}
