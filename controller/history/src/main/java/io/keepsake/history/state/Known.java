package io.keepsake.history.state;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.fold.Point;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import org.jspecify.annotations.Nullable;

/**
 * What a director knew at a moment.
 *
 * @param last the turn after which it knew it; null where nothing is recorded before the moment
 * @param state null where it is not known
 * @param why it is not known, in words
 * @param over whether that turn is the last of its run, and another run is recorded after the moment: as far as anybody
 *     knows no director ran then
 */
public record Known(long run, @Nullable Turn last, @Nullable NodeState state, String why, boolean over) {

    /** What the director of this journal knew at a moment; what happened at it counts. */
    public static Known at(JournalReader reader, Point point) throws JournalFailure {
        point.seekState(reader);
        var fold = new JournalFold(reader);
        var known = nothing();
        for (var step = fold.next(); step != null; step = fold.next()) {
            switch (step) {
                case FoldStep.Began _ -> {
                    var why = known.state == null ? "the journal has no checkpoint before it" : known.why;
                    known = new Known(known.run, known.last, known.state, why, known.last != null);
                }
                case FoldStep.Folded folded -> {
                    if (point.isBefore(folded.run(), folded.turn())) {
                        return known;
                    }
                    known = new Known(folded.run(), folded.turn(), fold.state(), known.why, false);
                }
                case FoldStep.Refused refused ->
                    known = known.lost(
                            "the core refuses #" + refused.turn().recorded().index() + ": " + refused.what());
                case FoldStep.Lost lost -> known = known.lost(lost.what());
            }
        }
        return known;
    }

    /** Of a node that recorded nothing before the moment. */
    public static Known nothing() {
        return new Known(0, null, null, "nothing is recorded before it", false);
    }

    /** What must be said beside the state where it was nobody's any more; empty where it was. */
    public String ended() {
        return over ? "run " + run + " had ended by then: as far as is recorded, no director ran" : "";
    }

    private Known lost(String because) {
        return new Known(run, last, null, because, over);
    }
}
