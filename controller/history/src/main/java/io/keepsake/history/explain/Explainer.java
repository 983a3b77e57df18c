package io.keepsake.history.explain;

import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.fold.Window;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Explains every change of role in a journal, run by run. */
public final class Explainer {
    private final Consumer<String> out;
    private final @Nullable String instance;
    private final Window window;
    private boolean incomplete;
    private @Nullable Explanation present;

    /**
     * An explainer of one instance or of all.
     *
     * @param instance its name, or null for all
     */
    public Explainer(Consumer<String> out, @Nullable String instance, Window window) {
        this.out = out;
        this.instance = instance;
        this.window = window;
    }

    /** Reads the window twice; gives whether nothing was missing or damaged. */
    public boolean explain(JournalReader reader) throws JournalFailure {
        window.seekState(reader);
        var overviews = Overview.read(reader, window);
        window.seekState(reader);
        var fold = new JournalFold(reader);
        for (var step = fold.next(); step != null && !isPast(step); step = fold.next()) {
            onStep(step, overviews);
        }
        end();
        return !incomplete;
    }

    private boolean isPast(FoldStep step) {
        return switch (step) {
            case FoldStep.Began began -> window.endsBefore(began.run().run());
            case FoldStep.Folded folded -> window.endsBefore(folded.run(), folded.turn());
            case FoldStep.Refused refused -> window.endsBefore(refused.run(), refused.turn());
            case FoldStep.Lost _ -> false;
        };
    }

    private void onStep(FoldStep step, Map<Long, Overview> overviews) {
        switch (step) {
            case FoldStep.Began began -> begin(began.run().run(), overviews);
            case FoldStep.Folded folded -> {
                if (present != null) {
                    present.onTurn(folded);
                }
            }
            case FoldStep.Refused refused -> lost(refused.turn().recorded().index(), refused.what());
            case FoldStep.Lost lost -> lost(lost.from(), lost.what());
        }
    }

    private void lost(long from, String what) {
        if (present != null) {
            incomplete = true;
            present.onLost(from, what);
        }
    }

    private void begin(long run, Map<Long, Overview> overviews) {
        end();
        var overview = overviews.get(run);
        if (overview != null && overview.holdsAny()) {
            out.accept(overview.line());
            out.accept("");
            present = new Explanation(run, out, instance, window);
        }
    }

    private void end() {
        if (present != null) {
            present.end();
            out.accept("");
            present = null;
        }
    }
}
