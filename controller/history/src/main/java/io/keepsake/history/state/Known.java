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
 */
public record Known(long run, @Nullable Turn last, @Nullable NodeState state, String why) {

    /** What the director of this journal knew at a moment; what happened at it counts. */
    public static Known at(JournalReader reader, Point point) throws JournalFailure {
        point.seekState(reader);
        var fold = new JournalFold(reader);
        var known = new Known(0, null, null, "nothing is recorded before it");
        for (var step = fold.next(); step != null; step = fold.next()) {
            switch (step) {
                case FoldStep.Began _ -> {
                    if (known.state == null) {
                        known = new Known(known.run, known.last, null, "the journal has no checkpoint before it");
                    }
                }
                case FoldStep.Folded folded -> {
                    if (point.isBefore(folded.run(), folded.turn())) {
                        return known;
                    }
                    known = new Known(folded.run(), folded.turn(), fold.state(), known.why);
                }
                case FoldStep.Refused refused ->
                    known = known.lost(
                            "the core refuses #" + refused.turn().recorded().index() + ": " + refused.what());
                case FoldStep.Lost lost -> known = known.lost(lost.what());
            }
        }
        return known;
    }

    private Known lost(String because) {
        return new Known(run, last, null, because);
    }
}
