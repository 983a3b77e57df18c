package io.keepsake.replay;

import io.keepsake.history.clock.ClockLog;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.fold.JournalEnd;
import io.keepsake.history.fold.Point;
import io.keepsake.history.fold.PointText;
import io.keepsake.history.show.Clock;
import io.keepsake.history.state.Moments;
import io.keepsake.history.state.Moments.Cite;
import io.keepsake.journal.JournalFailure;
import java.time.Instant;
import java.util.SequencedMap;

/** A moment of several journals, as people write it and as {@code replay} prints it. */
final class MomentAsked {
    private static final long SECOND = 1_000_000_000L;

    /** What to write, for help. */
    static final String FORMS =
            "2026-11-22T03:12:07Z or any time as it is printed, 03:12:07 (the last one before the end), -5m,"
                    + " or an event: 3#812, of several nodes a:3#812";

    private MomentAsked() {}

    /** Where each node was then; what happened at it counts. */
    static SequencedMap<String, Point> at(
            String option, String text, ClusterHistory history, OpenJournals open, Clock clock)
            throws WrongUsage, JournalFailure {
        var only = open.readers().firstEntry().getValue();
        boolean bare = history.nodes().size() == 1 && text.matches("\\d{1,9}");
        var cite = Cite.parse(bare ? only.lastRun() + "#" + text : text, history);
        if (cite == null) {
            return Moments.at(nanos(option, text, history, clock), history, open.readers());
        }
        var place = Moments.place(cite, history, open.readers());
        if (place == null) {
            throw new WrongUsage(option + ": there is no event " + text + " in these journals");
        }
        var all = Moments.at(place, history, open.readers());
        all.put(cite.node(), cite.index());
        return all;
    }

    private static long nanos(String option, String text, ClusterHistory history, Clock clock) throws WrongUsage {
        long end = history.end();
        var last = Instant.ofEpochSecond(end / SECOND, end % SECOND);
        try {
            if (new PointText(new JournalEnd(0, last), 0, clock.zone()).parseEnd(text)
                    instanceof Point.AtWall(var wall)) {
                return ClockLog.nanos(wall);
            }
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(option + ": " + e.getMessage());
        }
        throw new WrongUsage(
                option + ": expected a time such as 03:12 or -5m, or NODE:RUN#INDEX, since there are the nodes "
                        + String.join(", ", history.nodes()));
    }
}
