package io.keepsake.replay.verify;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.history.fold.Transition;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Counted;
import io.keepsake.history.show.Spans;
import io.keepsake.journal.JournalItem.RunStarted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was counted in one run. */
final class RunTally {
    private final RunStarted run;
    private final Clock clock;
    private long events;
    private long decisions;
    private long effects;
    private long transitions;
    private long checkpoints;
    private long firstNanos;
    private long lastNanos;
    private @Nullable Instant last;

    RunTally(RunStarted run, Clock clock) {
        this.run = run;
        this.clock = clock;
    }

    void count(Turn turn) {
        if (events++ == 0) {
            firstNanos = turn.recorded().at().nanos();
        }
        lastNanos = turn.recorded().at().nanos();
        last = turn.recorded().wall();
        effects += turn.effects().size();
        checkpoints += turn.recorded().event() instanceof Checkpoint ? 1 : 0;
        for (int i = 0; i < turn.decisions().size(); i++) {
            decisions++;
            transitions += Transition.is(turn.decisions().get(i)) ? 1 : 0;
        }
    }

    long number() {
        return run.run();
    }

    long events() {
        return events;
    }

    /** The line that opens the report of the run. */
    String head() {
        var end = last == null ? run.wall() : last;
        var begin = run.firstIndex() == 1 ? "" : ", begins at #" + run.firstIndex() + " (older files are gone)";
        return "run " + run.run() + ", version " + run.version() + ": " + clock.dated(run.wall()) + " to "
                + clock.dated(end) + ", " + Spans.print(lastNanos - firstNanos) + begin;
    }

    /** The numbers. */
    String counts() {
        return "  "
                + String.join(
                        ", ",
                        Counted.of(events, "event"),
                        Counted.of(decisions, "decision"),
                        Counted.of(effects, "effect"),
                        Counted.of(transitions, "transition"),
                        Counted.of(checkpoints, "checkpoint"));
    }
}
