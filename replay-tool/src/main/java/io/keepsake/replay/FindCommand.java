package io.keepsake.replay;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.MergedTurns;
import io.keepsake.history.find.Differences;
import io.keepsake.history.find.Finder;
import io.keepsake.history.find.Finder.Hit;
import io.keepsake.history.find.Query;
import io.keepsake.history.show.Counted;
import io.keepsake.journal.JournalFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay find}. */
@Command(
        name = "find",
        description = {
            "Finds what did, or did not, happen near something else, on any node. QUERY is",
            "  KIND [FIELD=VALUE ...] [[not] preceded-by|followed-by KIND [FIELD=VALUE ...] within T [same FIELD,...]]",
            "with kinds and fields as replay show prints them, KIND,KIND or any, the field node, and = != ~ < >; values in a",
            "value are named WHY.FIELD, such as why.armed. What lies close together is one cluster: independent ones count."
        },
        footer = {
            "",
            "Examples:",
            "  replay find 'BecameMaster not preceded-by GoodbyeHeard within 5s' a/journal b/journal",
            "  replay find 'AdvertReceived late>0.1s followed-by BecameMaster within 3s same node' --compare a/journal b/journal",
            "",
            "Exit codes: 0 something was found, 1 nothing, 2 wrong usage, 3 something in a journal is damaged or missing"
        },
        mixinStandardHelpOptions = true)
final class FindCommand implements Callable<Integer> {
    private static final int NOTHING = 1;
    private static final int SHOWN = 5;
    private static final int DIFFERENCES_SHOWN = 12;
    private static final long APART_NANOS = 60_000_000_000L;

    private final Output out;

    @Parameters(paramLabel = "QUERY [NAME=]DIR", arity = "1..*", description = "what to find, and in which journals")
    private List<String> words = List.of();

    @Mixin
    private final LiveOption live = new LiveOption();

    @Mixin
    private final PartOption part = new PartOption();

    @Option(
            names = "--compare",
            description = "what those that are found have in common, against the rest of their kinds")
    private boolean compare;

    @Option(names = "--all", description = "every one, and not the first five of a cluster")
    private boolean all;

    private @Nullable ClusterText text;
    private @Nullable ClusterHistory history;
    private long last;
    private long inCluster;
    private long clusters;

    FindCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure {
        int journal = 0;
        while (journal < words.size() && !isJournal(words.get(journal))) {
            journal++;
        }
        var asked = query(String.join(" ", words.subList(0, journal)));
        if (journal == words.size() && !live.asked()) {
            throw new WrongUsage("expected the journals after the query, found none that is a directory; or --live");
        }
        try (var open = new OpenJournals(JournalsArgument.directories(live, words.subList(journal, words.size())))) {
            var read = open.history();
            history = read;
            text = new ClusterText(read, part.clock(), out::line);
            text.head();
            var differences = compare ? new Differences() : null;
            var finder = new Finder(asked, read, part.from(read), part.to(read), this::hit, differences);
            var merged = new MergedTurns(read, open.readers());
            for (var next = merged.next(); next != null && !out.closed(); next = merged.next()) {
                finder.take(next);
            }
            finder.end();
            endCluster();
            out.line(finder.found() + " of " + finder.asked() + " " + asked.what() + ", in "
                    + Counted.of(clusters, "independent cluster")
                    + (finder.unsure() == 0 ? "" : "; of " + finder.unsure() + " nobody can tell"));
            if (differences != null) {
                tell(differences, finder.found());
            }
            return read.isIncomplete() ? Exit.INCOMPLETE : finder.found() == 0 ? NOTHING : Exit.FINE;
        }
    }

    private static boolean isJournal(String word) {
        return Files.exists(Path.of(word.substring(word.indexOf('=') + 1)));
    }

    private static Query query(String text) throws WrongUsage {
        try {
            return Query.parse(text);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private void hit(Hit hit) {
        if (hit.unsure() != null) {
            row(hit);
            return;
        }
        if (inCluster > 0 && hit.place() - last > APART_NANOS) {
            endCluster();
        }
        if (inCluster == 0) {
            clusters++;
            out.line("cluster " + clusters);
        }
        inCluster++;
        last = hit.place();
        if (all || inCluster <= SHOWN) {
            row(hit);
        }
    }

    private void row(Hit hit) {
        var known = Objects.requireNonNull(text);
        var beside = hit.beside(Objects.requireNonNull(history));
        out.line("  " + known.time(hit.stamp()) + "  " + hit.stamp().cite() + " " + hit.text()
                + (beside == null ? "" : "  [" + beside + "]"));
    }

    private void endCluster() {
        if (!all && inCluster > SHOWN) {
            out.line("  and " + (inCluster - SHOWN) + " more; --all tells them");
        }
        inCluster = 0;
    }

    private void tell(Differences differences, long found) {
        out.line("");
        if (found == 0 || differences.rest() == 0) {
            out.line("nothing to compare: " + (found == 0 ? "none was found" : "there are no others of these kinds"));
            return;
        }
        out.line("of these " + found + ", against the other " + differences.rest() + " of their kinds:");
        var told = differences.all();
        if (told.isEmpty()) {
            out.line("  nothing tells them apart");
        }
        told.stream()
                .limit(DIFFERENCES_SHOWN)
                .forEach(d -> out.line("  " + d.found() + " of " + found + "  against " + d.rest() + " of "
                        + differences.rest() + "  " + d.what()));
    }
}
