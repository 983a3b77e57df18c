package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.value.Moment;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.journal.Ahead;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Explains every change of role in a journal, run by run. */
public final class Explainer {
    private final Consumer<String> out;
    private final @Nullable String only;
    private final Window window;
    private final Clock clock;
    private boolean refused;
    /** The first moment of the run that is past the window; null when the record ends before. */
    private @Nullable Moment past;

    private @Nullable RunExplanation present;
    private @Nullable RunOverview presentRun;

    /**
     * An explainer of one instance or virtual server, or of all.
     *
     * @param only its name, or null for all
     * @param clock by which times are told
     */
    public Explainer(Consumer<String> out, @Nullable String only, Window window, Clock clock) {
        this.out = out;
        this.only = only;
        this.window = window;
        this.clock = clock;
    }

    /** How an account came out. */
    public enum Outcome {
        COMPLETE,
        /** Something is missing or damaged. */
        INCOMPLETE,
        /** There is nothing in the window. */
        EMPTY,
        /** What alone was asked for is not configured in the window, and nothing was told. */
        UNKNOWN
    }

    /** Reads the window twice. */
    public Outcome explain(JournalReader reader) throws JournalFailure {
        window.seekState(reader);
        var overview = Overview.read(reader, window, clock);
        if (only != null && overview.knowsNot(only)) {
            return Outcome.UNKNOWN;
        }
        tell(overview.head());
        window.seekState(reader);
        try (var fold = new Ahead<>(new JournalFold(reader)::next)) {
            for (var step = fold.next(); step != null && !isPast(step); step = fold.next()) {
                onStep(step, overview);
            }
        }
        end(overview);
        tell(overview.tail());
        if (refused || overview.incomplete()) {
            return Outcome.INCOMPLETE;
        }
        return overview.holdsAny() ? Outcome.COMPLETE : Outcome.EMPTY;
    }

    private void tell(List<String> lines) {
        if (!lines.isEmpty()) {
            lines.forEach(out);
            out.accept("");
        }
    }

    private boolean isPast(FoldStep step) {
        return switch (step) {
            case FoldStep.Began began -> window.endsBefore(began.run().run());
            case FoldStep.Folded folded -> isPast(folded.run(), folded.turn());
            case FoldStep.Refused r -> isPast(r.run(), r.turn());
            case FoldStep.Lost _ -> false;
        };
    }

    private boolean isPast(long run, Turn turn) {
        boolean ends = window.endsBefore(run, turn);
        past = ends ? turn.recorded().at() : past;
        return ends;
    }

    private void onStep(FoldStep step, Overview overview) {
        switch (step) {
            case FoldStep.Began began -> begin(began.run().run(), overview);
            case FoldStep.Folded folded -> {
                if (present != null) {
                    present.onTurn(folded);
                }
            }
            case FoldStep.Refused r -> {
                if (present != null) {
                    refused = true;
                    present.onLost(r.turn().recorded().index(), "this version refuses the event: " + r.what());
                }
            }
            case FoldStep.Lost lost -> {
                if (present != null) {
                    present.onLost(lost.from(), lost.what());
                }
            }
        }
    }

    private void begin(long number, Overview overview) {
        end(overview);
        var run = overview.run(number);
        if (run != null && run.holdsAny()) {
            tell(overview.before(run));
            tell(run.lines());
            present = new RunExplanation(number, out, only, window, clock);
            presentRun = run;
        }
    }

    private void end(Overview overview) {
        var account = present;
        var run = presentRun;
        if (account != null && run != null) {
            account.end(past, overview.ending(run, account.masterOf()));
            out.accept("");
        }
        present = null;
        presentRun = null;
    }
}
