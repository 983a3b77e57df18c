package io.keepsake.history.fold;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeReducer.Reduced;
import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.history.fold.FoldStep.Began;
import io.keepsake.history.fold.FoldStep.Folded;
import io.keepsake.history.fold.FoldStep.Lost;
import io.keepsake.history.fold.FoldStep.Refused;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import io.keepsake.journal.JournalReader;
import org.jspecify.annotations.Nullable;

/**
 * Folds a journal from where its reader stands: each run from its start, or from the first checkpoint there is. After
 * something missing it knows no state until the next checkpoint. Holds one state, however long the journal.
 */
public final class JournalFold {
    private final JournalReader reader;
    private long run;
    private @Nullable NodeState state;
    /** Index of the turn that must come next, or 0 when any may. */
    private long expected;
    /** Read already, to be given after the loss that stood before it. */
    private @Nullable TurnRead held;

    /** A fold of what {@code reader} gives; a reader that sought must have sought a state. */
    public JournalFold(JournalReader reader) {
        this.reader = reader;
    }

    /** The state after the last step, or null when it is not known. */
    public @Nullable NodeState state() {
        return state;
    }

    /** From here to the next checkpoint no state is known, as behind something missing; from there it is the recorded one. */
    public void forget() {
        state = null;
    }

    /** The next step, or null when there is no more now. */
    public @Nullable FoldStep next() throws JournalFailure {
        var waiting = held;
        held = null;
        if (waiting != null) {
            return fold(waiting.turn());
        }
        var item = reader.next();
        return item == null ? null : step(item);
    }

    private FoldStep step(JournalItem item) {
        return switch (item) {
            case RunStarted started -> begin(started);
            case TurnRead read -> {
                var missing = missing(read.turn());
                held = missing == null ? null : read;
                yield missing == null ? fold(read.turn()) : missing;
            }
            case Unknown unknown ->
                lost(unknown.index(), "a turn with a kind that this version does not know: " + unknown.kind());
            case Damaged damaged ->
                lost(
                        expected,
                        "damage in " + damaged.file() + " at byte " + damaged.position() + ": " + damaged.what());
        };
    }

    private FoldStep begin(RunStarted started) {
        run = started.run();
        state = started.firstIndex() == 1 ? NodeState.INITIAL : null;
        expected = started.firstIndex();
        return new Began(started);
    }

    private @Nullable Lost missing(Turn turn) {
        long index = turn.recorded().index();
        long wanted = expected;
        if (turn.recorded().event() instanceof RecordingGap gap) {
            return lost(gap.from(), "not recorded: " + gap.reason());
        }
        return wanted == 0 || wanted == index
                ? null
                : lost(wanted, "turns are missing: expected #" + wanted + ", found #" + index);
    }

    private Lost lost(long from, String what) {
        state = null;
        expected = 0;
        return new Lost(run, from, what);
    }

    private FoldStep fold(Turn turn) {
        expected = turn.nextIndex();
        var before = state;
        try {
            var reduced = before == null ? resumed(turn) : NodeReducer.reduce(before, turn.recorded());
            state = reduced == null ? null : reduced.next();
            return new Folded(run, before, turn, reduced);
        } catch (RuntimeException e) {
            state = null;
            return new Refused(run, turn, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Reduced resumed(Turn turn) {
        return turn.recorded().event() instanceof Checkpoint checkpoint
                ? new Reduced(NodeState.of(checkpoint), turn)
                : null;
    }
}
