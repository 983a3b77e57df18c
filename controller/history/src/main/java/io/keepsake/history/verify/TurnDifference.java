package io.keepsake.history.verify;

import io.keepsake.core.effect.Turn;
import io.keepsake.history.show.Spans;
import io.keepsake.history.show.TextLines;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first decision or effect of a turn that is not as it was recorded, as {@code show} prints them.
 *
 * @param recorded {@code nothing} where the recorded turn has no more
 * @param recomputed the same of the turn that was computed now
 */
public record TurnDifference(String recorded, String recomputed) {
    private static final String NOTHING = "nothing";

    /** Of the same event; null where decisions and effects are the same. */
    public static @Nullable TurnDifference of(long run, Turn recorded, Turn recomputed) {
        if (recorded.decisions().equals(recomputed.decisions())
                && recorded.effects().equals(recomputed.effects())) {
            return null;
        }
        var theirs = TextLines.followUps(run, recorded);
        var ours = TextLines.followUps(run, recomputed);
        int at = 0;
        while (at < theirs.size() && at < ours.size() && theirs.get(at).equals(ours.get(at))) {
            at++;
        }
        return new TurnDifference(line(theirs, at), line(ours, at));
    }

    /** Of an event that the core does not take any more. */
    static TurnDifference refused(long run, Turn recorded, String what) {
        return new TurnDifference(line(TextLines.followUps(run, recorded), 0), "it refuses this event: " + what);
    }

    /** Of an event that found it waiting to be called. */
    static TurnDifference sooner(long nanos) {
        return new TurnDifference(
                "nothing was due until then",
                "it would have acted " + Spans.print(nanos) + " sooner, here and twice before");
    }

    private static String line(List<String> lines, int at) {
        return at < lines.size() ? lines.get(at).strip() : NOTHING;
    }
}
