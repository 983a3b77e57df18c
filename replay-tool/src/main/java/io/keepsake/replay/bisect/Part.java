package io.keepsake.replay.bisect;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.Recorded;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.FoldStep.Folded;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is played again: from the last checkpoint or start before the first event that may be left out, or some thousands of
 * events before it, to the decision.
 *
 * @param items one run, and its turns
 * @param config in force at the end; null when the state is not known there
 * @param missing of it, in words
 */
public record Part(List<JournalItem> items, @Nullable ControllerConfig config, List<String> missing) {
    /** Of what comes before the first event that may be left out no more is held. */
    private static final int BEFORE_MAX = 20_000;

    /** Reads it. */
    public static Part of(JournalReader reader, Target target) throws JournalFailure {
        var items = new ArrayList<JournalItem>();
        var missing = new ArrayList<String>();
        RunStarted begun = null;
        reader.seekState(target.run(), target.from());
        var fold = new JournalFold(reader);
        for (var step = fold.next(); step != null; step = fold.next()) {
            switch (step) {
                case FoldStep.Began(var run) -> {
                    items.clear();
                    missing.clear();
                    items.add(run);
                    begun = run;
                }
                case Folded folded -> {
                    var turn = folded.turn();
                    var state = fold.state();
                    if (begun != null && state != null && mayBegin(turn, items, target)) {
                        items.clear();
                        missing.clear();
                        items.add(new RunStarted(
                                begun.run(),
                                turn.recorded().index(),
                                turn.recorded().wall(),
                                begun.version()));
                        turn = checkpoint(turn.recorded(), state);
                    }
                    items.add(new TurnRead(folded.run(), turn));
                    if (folded.run() == target.run()
                            && turn.recorded().index()
                                    == target.turn().recorded().index()) {
                        var configured = state == null ? null : state.configured();
                        return new Part(items, configured == null ? null : configured.config(), missing);
                    }
                }
                case FoldStep.Refused refused ->
                    missing.add("the core refuses #" + refused.turn().recorded().index() + ": " + refused.what());
                case FoldStep.Lost lost -> missing.add(lost.what());
            }
        }
        return new Part(items, null, missing);
    }

    /** Whether it may as well begin at this turn: at a checkpoint, or, where there is none for long, at any turn. */
    private static boolean mayBegin(Turn turn, List<JournalItem> items, Target target) {
        return turn.nextIndex() <= target.from()
                && (turn.recorded().event() instanceof Checkpoint || items.size() > BEFORE_MAX);
    }

    /** The state after an event, in its place. */
    private static Turn checkpoint(Recorded recorded, NodeState after) {
        return new Turn(
                new Recorded(recorded.index(), recorded.at(), recorded.wall(), after.checkpoint()),
                List.of(),
                List.of());
    }

    /** Its turns, in their order. */
    public List<Turn> turns() {
        var turns = new ArrayList<Turn>();
        for (var item : items) {
            if (item instanceof TurnRead read) {
                turns.add(read.turn());
            }
        }
        return turns;
    }
}
