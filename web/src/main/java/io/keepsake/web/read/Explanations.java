package io.keepsake.web.read;

import io.keepsake.core.effect.Turn;
import io.keepsake.history.explain.Explainer;
import io.keepsake.history.fold.Point;
import io.keepsake.history.fold.Transition;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.web.budget.Budget;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Why a role changed, in the words of {@code replay explain}: lines, with the places they cite. */
public final class Explanations {
    /** What came of a change is told within this time. */
    private static final long AFTER_SECONDS = 12;

    private Explanations() {}

    /** The account of the change that stands at {@code place} or in the same turn; no lines when there is none. */
    public static String json(Path directory, String node, Place place, Budget budget) throws JournalFailure {
        var json = budget.json();
        json.open().member("node", node).strings("lines", lines(directory, place, budget));
        return json.close().toString();
    }

    private static List<String> lines(Path directory, Place place, Budget budget) throws JournalFailure {
        try (var reader = budget.open(directory)) {
            reader.seek(place.run(), place.index());
            Turn turn = null;
            for (var item = reader.next(); item != null && turn == null; item = reader.next()) {
                if (item instanceof TurnRead read) {
                    turn = read.turn();
                }
            }
            if (turn == null || turn.decisions().stream().noneMatch(Transition::is)) {
                return List.of();
            }
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
