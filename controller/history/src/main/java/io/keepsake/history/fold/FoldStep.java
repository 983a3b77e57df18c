package io.keepsake.history.fold;

import io.keepsake.core.NodeReducer.Reduced;
import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.journal.JournalItem.RunStarted;
import org.jspecify.annotations.Nullable;

/** What a fold comes across, in the order of the journal. */
public sealed interface FoldStep {

    /** Turns of another run follow. */
    record Began(RunStarted run) implements FoldStep {}

    /**
     * A turn was read and, where the state before it is known, folded.
     *
     * @param before null when it is not known
     * @param reduced what the core makes of the event; null when it cannot be known. Known without {@code before} at the
     *     checkpoint at which a fold takes up again
     */
    record Folded(
            long run,
            @Nullable NodeState before,
            Turn turn,
            @Nullable Reduced reduced) implements FoldStep {}

    /** The core refuses an event that was recorded; the state is not known from here to the next checkpoint. */
    record Refused(long run, Turn turn, String what) implements FoldStep {}

    /**
     * Something is missing or cannot be read; the state is not known from here to the next checkpoint.
     *
     * @param from index of the first turn that is missing; 0 when that is not known
     */
    record Lost(long run, long from, String what) implements FoldStep {}
}
