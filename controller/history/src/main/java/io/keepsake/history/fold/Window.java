package io.keepsake.history.fold;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Recorded;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a journal that was asked for; both ends count.
 *
 * @param run the only run that counts, or 0 for every one
 */
public record Window(@Nullable Point from, @Nullable Point to, long run) {
    private static final Duration LEAD = Duration.ofMinutes(10);

    /** The whole journal. */
    public static final Window ALL = new Window(null, null, 0);

    public boolean holds(long run, Turn turn) {
        return holdsRun(run) && (from == null || !from.isAfter(run, turn)) && !endsBefore(run, turn);
    }

    /** Whether any of the time from one event of a run to another is asked for. */
    public boolean touches(long run, Recorded first, Recorded last) {
        var begin = new Turn(first, List.of(), List.of());
        var end = new Turn(last, List.of(), List.of());
        return holdsRun(run) && (from == null || !from.isAfter(run, end)) && !endsBefore(run, begin);
    }

    public boolean holdsRun(long run) {
        return this.run == 0 || this.run == run;
    }

    /** Whether nothing from this turn on is asked for. */
    public boolean endsBefore(long run, Turn turn) {
        return to != null && to.isBefore(run, turn);
    }

    /** Whether nothing from this run on is asked for. */
    public boolean endsBefore(long run) {
        return this.run != 0 && run > this.run;
    }

    /** Moves the reader to the first turn asked for. */
    public void seek(JournalReader reader) throws JournalFailure {
        if (from != null) {
            from.seek(reader);
        } else if (run != 0) {
            reader.seek(run, 1);
        } else {
            reader.seekState(0, 0);
        }
    }

    /** Moves the reader ahead of the first turn asked for, to where a state can be folded from. */
    public void seekState(JournalReader reader) throws JournalFailure {
        if (from != null) {
            from.withLead(LEAD).seekState(reader);
        } else if (run != 0) {
            reader.seekState(run, 1);
        } else {
            reader.seekState(0, 0);
        }
    }
}
