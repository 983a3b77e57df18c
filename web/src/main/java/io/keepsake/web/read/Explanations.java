package io.keepsake.web.read;

import io.keepsake.core.effect.Turn;
import io.keepsake.history.cluster.Verdict;
import io.keepsake.history.explain.Explainer;
import io.keepsake.history.fold.Point;
import io.keepsake.history.fold.Transition;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.merge.Findings;
import io.keepsake.web.merge.VerdictJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a role changed: the verdicts of all journals together, in the words of {@code replay verdicts}, and what the node
 * alone can tell, in those of {@code replay explain}: lines, with the places they cite.
 */
public final class Explanations {
    /** What came of a change is told within this time. */
    private static final long AFTER_SECONDS = 12;

    private Explanations() {}

    /** The account of the change that stands at {@code place} or in the same turn; nothing when there is none. */
    public static String json(Path directory, String node, Place place, Findings findings, Budget budget)
            throws JournalFailure {
        var turn = turn(directory, place, budget);
        var json = budget.json();
        json.open().member("node", node);
        json.objects(
                "verdicts",
                turn == null ? List.of() : verdicts(findings, node, place.run(), turn),
                (out, verdict) -> VerdictJson.write(out, findings, verdict));
        json.strings("lines", turn == null ? List.of() : lines(directory, place, turn, budget));
        return json.close().toString();
    }

    private static List<Verdict> verdicts(Findings findings, String node, long run, Turn turn) {
        return findings.verdicts().stream()
                .filter(v -> v.about().node().equals(node)
                        && v.about().run() == run
                        && v.about().index() >= turn.recorded().index()
                        && v.about().index() < turn.nextIndex())
                .toList();
    }

    /** The turn of a place; null when no role changed in it. */
    private static @Nullable Turn turn(Path directory, Place place, Budget budget) throws JournalFailure {
        try (var reader = budget.open(directory)) {
            reader.seek(place.run(), place.index());
            for (var item = reader.next(); item != null; item = reader.next()) {
                if (item instanceof TurnRead read) {
                    return read.turn().decisions().stream().anyMatch(Transition::is) ? read.turn() : null;
                }
            }
            return null;
        }
    }

    private static List<String> lines(Path directory, Place place, Turn turn, Budget budget) throws JournalFailure {
        try (var reader = budget.open(directory)) {
            reader.seek(place.run(), place.index());
            var from = new Point.AtIndex(place.run(), turn.recorded().index());
            Instant until = turn.recorded().wall().plusSeconds(AFTER_SECONDS);
            var all = new ArrayList<String>();
            var window = new Window(from, new Point.AtWall(until), place.run());
            new Explainer(all::add, null, window, Clock.UTC).explain(reader);
            return about(all, place.run(), turn);
        }
    }

    /** The paragraphs that cite a decision of this turn in their first line, behind what is missing meanwhile. */
    private static List<String> about(List<String> all, long run, Turn turn) {
        var wanted = new ArrayList<String>();
        for (int i = 0; i < turn.decisions().size(); i++) {
            wanted.add("(" + run + "#" + turn.decisionIndex(i) + ")");
        }
        var lines = new ArrayList<String>();
        boolean taking = false;
        for (var line : all) {
            if (!line.startsWith(" ")) {
                taking = line.startsWith("MISSING:") || wanted.stream().anyMatch(line::contains);
            }
            if (taking && !line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
