package io.keepsake.replay.verify;

import io.keepsake.core.NodeReducer.Reduced;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.FoldStep.Folded;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.TextLines;
import io.keepsake.history.verify.TurnDifference;
import io.keepsake.journal.Ahead;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.RunStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Folds every run again and compares each decision and effect with the recorded one. One report a run. */
public final class Verification {

    /** How it came out; of several runs the worst counts. */
    public enum Verdict {
        SAME,
        /** Nothing differs, and of some turns nothing can be said. */
        INCOMPLETE,
        DIVERGED
    }

    private final Consumer<String> out;
    private final Clock clock;
    private Verdict verdict = Verdict.SAME;
    private long events;
    private @Nullable RunTally tally;
    private final List<String> notes = new ArrayList<>();
    private @Nullable String difference;
    private long unclaimedFrom;
    private long lastIndex;
    private String unclaimedWhy = "";

    /** Reports to {@code out}, line by line, with times as {@code clock} prints them. */
    public Verification(Consumer<String> out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Reads to the end of {@code window}. */
    public Verdict run(JournalFold fold, Window window) throws JournalFailure {
        try (var steps = new Ahead<>(fold::next)) {
            for (var step = steps.next(); step != null; step = steps.next()) {
                if (step instanceof FoldStep.Began began) {
                    report();
                    if (window.endsBefore(began.run().run())) {
                        return verdict;
                    }
                    begin(window.holdsRun(began.run().run()) ? began.run() : null);
                } else if (tally != null || step instanceof FoldStep.Lost && window.run() == 0) {
                    onStep(step);
                }
            }
        }
        report();
        return verdict;
    }

    /** How many turns were read. */
    public long events() {
        return events;
    }

    private void begin(@Nullable RunStarted run) {
        tally = run == null ? null : new RunTally(run, clock);
        difference = null;
        unclaimedFrom = 0;
        lastIndex = 0;
        if (run != null && run.firstIndex() != 1) {
            unclaimedFrom = run.firstIndex();
            unclaimedWhy = "no checkpoint is before it";
        }
    }

    private void onStep(FoldStep step) {
        switch (step) {
            case FoldStep.Began _ -> throw new IllegalStateException("a run that began is handled before");
            case Folded folded -> onTurn(folded);
            case FoldStep.Refused refused -> {
                count(refused.turn());
                differ(place(refused.run(), refused.turn()) + "\n    the core refuses this event: " + refused.what());
                lose(refused.turn().recorded().index(), "the core refused an event");
            }
            case FoldStep.Lost lost -> lose(lost.from() == 0 ? lastIndex + 1 : lost.from(), lost.what());
        }
    }

    private void count(Turn turn) {
        events++;
        lastIndex = turn.nextIndex() - 1;
        if (tally != null) {
            tally.count(turn);
        }
    }

    private void lose(long from, String what) {
        if (unclaimedFrom == 0) {
            unclaimedFrom = from;
            unclaimedWhy = what;
        } else if (!unclaimedWhy.equals(what)) {
            unclaimedFrom = Math.min(unclaimedFrom, from);
            unclaimedWhy = unclaimedWhy.contains("; ") ? unclaimedWhy : unclaimedWhy + "; " + what;
        }
    }

    private void onTurn(Folded folded) {
        var reduced = folded.reduced();
        var turn = folded.turn();
        if (folded.before() == null && reduced != null) {
            settle(turn.recorded().index() - 1);
        }
        count(turn);
        if (reduced == null || difference != null) {
            return;
        }
        var other = TurnDifference.of(folded.run(), turn, reduced.turn());
        if (other != null) {
            differ(place(folded.run(), turn) + "\n    recorded:   " + other.recorded() + "\n    recomputed: "
                    + other.recomputed());
        } else if (turn.recorded().event() instanceof Checkpoint recorded) {
            compareState(folded, recorded, reduced);
        } else if (turn.recorded().event() instanceof Heartbeat beat
                && beat.fingerprint() != Heartbeat.NOT_TAKEN
                && beat.fingerprint() != reduced.next().checkpoint().fingerprint()) {
            differ(place(folded.run(), turn) + "\n    the state differs from what the director had");
        }
    }

    private void compareState(Folded folded, Checkpoint recorded, Reduced reduced) {
        var ours = reduced.next().checkpoint();
        if (ours.fingerprint() == recorded.fingerprint()) {
            return;
        }
        var text = new StringBuilder(place(folded.run(), folded.turn()));
        text.append("\n    the state differs; recorded fingerprint ").append(recorded.fingerprint());
        text.append(", recomputed ").append(ours.fingerprint());
        var theirs = new ArrayList<>(recorded.state());
        theirs.removeAll(ours.state());
        var mine = new ArrayList<>(ours.state());
        mine.removeAll(recorded.state());
        theirs.forEach(line -> text.append("\n    recorded:   ").append(line));
        mine.forEach(line -> text.append("\n    recomputed: ").append(line));
        differ(text.toString());
    }

    private String place(long run, Turn turn) {
        return "  diverged at " + TextLines.event(run, turn, clock);
    }

    private void differ(String what) {
        verdict = Verdict.DIVERGED;
        if (difference == null) {
            difference = what;
        }
    }

    /** The state is known again behind {@code to}. */
    private void settle(long to) {
        if (unclaimedFrom != 0 && unclaimedFrom <= to) {
            notes.add("  cannot tell about #" + unclaimedFrom + " to #" + to + ": " + unclaimedWhy);
        }
        unclaimedFrom = 0;
    }

    private void report() {
        if (unclaimedFrom != 0) {
            notes.add("  cannot tell about #" + unclaimedFrom + " and later: " + unclaimedWhy);
            unclaimedFrom = 0;
        }
        if (!notes.isEmpty() && verdict == Verdict.SAME) {
            verdict = Verdict.INCOMPLETE;
        }
        if (tally != null) {
            out.accept(tally.head());
            out.accept(tally.counts());
        }
        notes.forEach(out);
        if (difference != null) {
            difference.lines().forEach(out);
        } else if (tally != null) {
            out.accept(notes.isEmpty() ? "  same" : "  same as far as can be told");
        }
        notes.clear();
        tally = null;
        difference = null;
    }
}
