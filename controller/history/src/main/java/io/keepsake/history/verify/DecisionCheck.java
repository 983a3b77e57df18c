package io.keepsake.history.verify;

import io.keepsake.core.NodeReducer.Reduced;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.FoldStep.Folded;
import io.keepsake.history.fold.FoldStep.Lost;
import io.keepsake.history.fold.FoldStep.Refused;
import io.keepsake.history.fold.JournalEnd;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the recorded events of a journal, which any version may have written, to the core of this program, and finds where
 * it decides something else or has another effect. Its state alone makes no difference: another version may keep more in it.
 */
public final class DecisionCheck {
    private final JournalFold fold;
    private final Instant since;
    private final Overdue overdue = new Overdue();
    private final List<RunCheck> runs = new ArrayList<>();
    private @Nullable RunCheck run;
    private long losses;
    private @Nullable String firstLoss;

    private DecisionCheck(JournalFold fold, Instant since) {
        this.fold = fold;
        this.since = since;
    }

    /**
     * What came of it.
     *
     * @param runs those with events that count
     * @param losses how often something is missing, damaged or of a kind that this version does not know; from there to the
     *     next checkpoint nothing can be compared
     */
    public record Result(
            List<RunCheck> runs, long losses, @Nullable String firstLoss) {}

    /** Compares what was recorded in the last {@code span} before the end of the journal. */
    public static Result of(JournalReader reader, Duration span) throws JournalFailure {
        var since = JournalEnd.of(reader).wall().minus(span);
        reader.seekState(since);
        var check = new DecisionCheck(new JournalFold(reader), since);
        check.run();
        return new Result(
                check.runs.stream().filter(each -> each.events() > 0).toList(), check.losses, check.firstLoss);
    }

    private void run() throws JournalFailure {
        for (var step = fold.next(); step != null; step = fold.next()) {
            switch (step) {
                case FoldStep.Began(var started) -> {
                    run = new RunCheck(started);
                    runs.add(run);
                    overdue.forget();
                }
                case Folded folded -> compare(folded);
                case Refused refused -> refused(refused);
                case Lost(var number, var from, var what) -> lose(number, from, what);
            }
        }
    }

    private void compare(Folded folded) {
        var turn = folded.turn();
        var reduced = folded.reduced();
        var difference = reduced == null ? null : difference(folded, reduced);
        if (reduced == null || difference != null) {
            fold.forget();
            overdue.forget();
        }
        if (run == null || turn.recorded().wall().isBefore(since)) {
            return;
        }
        run.count(turn);
        if (reduced != null) {
            run.compared();
        }
        if (difference != null) {
            run.differs(turn, difference);
        }
    }

    private @Nullable TurnDifference difference(Folded folded, Reduced reduced) {
        var before = folded.before();
        long late = before == null ? 0 : overdue.of(before, folded.turn());
        var other = TurnDifference.of(folded.run(), folded.turn(), reduced.turn());
        return other == null && late > 0 ? TurnDifference.sooner(late) : other;
    }

    private void refused(Refused refused) {
        var turn = refused.turn();
        long index = turn.recorded().index();
        if (run == null || turn.recorded().wall().isBefore(since)) {
            return;
        }
        run.count(turn);
        if (turn.recorded().event() instanceof Checkpoint) {
            lose(refused.run(), index, "this version cannot go on from the checkpoint: " + refused.what());
        } else {
            run.compared();
            run.differs(turn, TurnDifference.refused(refused.run(), turn, refused.what()));
        }
    }

    private void lose(long number, long from, String what) {
        if (losses++ == 0) {
            firstLoss = (from == 0 ? "" : number + "#" + from + ": ") + what;
        }
    }
}
