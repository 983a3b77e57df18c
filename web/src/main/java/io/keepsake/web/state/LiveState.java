package io.keepsake.web.state;

import io.keepsake.core.NodeState;
import io.keepsake.core.value.Moment;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import io.keepsake.journal.Journals;
import io.keepsake.web.budget.Budget;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** All that one director knows now, folded from its last checkpoint on, and further with each question. */
public final class LiveState implements AutoCloseable {
    /**
     * The state after a turn.
     *
     * @param at the moment of the turn, and {@code wall} what the clock showed
     */
    public record Known(long run, long index, Moment at, Instant wall, NodeState state) {}

    private final Path directory;
    private @Nullable JournalReader reader;
    private @Nullable JournalFold fold;
    private @Nullable Known known;

    public LiveState(Path directory) {
        this.directory = directory;
    }

    /** The state as of the last turn recorded; null when it cannot be known. */
    public synchronized @Nullable Known now(Budget budget) throws JournalFailure {
        if (fold == null) {
            reader = Journals.open(directory);
            reader.seekState(Instant.MAX);
            fold = new JournalFold(reader);
        }
        for (var step = fold.next(); step != null; step = fold.next()) {
            known = after(step, fold.state());
            // what was folded stays so; whoever asks next goes on from there
            budget.step();
        }
        return known;
    }

    private @Nullable Known after(FoldStep step, @Nullable NodeState state) {
        return switch (step) {
            case FoldStep.Began _ -> known;
            case FoldStep.Folded(long run, var _, var turn, var _) ->
                state == null
                        ? null
                        : new Known(
                                run,
                                turn.recorded().index(),
                                turn.recorded().at(),
                                turn.recorded().wall(),
                                state);
            case FoldStep.Refused _, FoldStep.Lost _ -> null;
        };
    }

    @Override
    public synchronized void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
