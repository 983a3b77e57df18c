package io.keepsake.history.fold;

import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import io.keepsake.journal.JournalReader;
import java.time.Instant;

/**
 * Where a journal ends.
 *
 * @param run the last one, or 0 when the journal is empty
 * @param wall the wall clock of the last turn
 */
public record JournalEnd(long run, Instant wall) {

    /** Reads the last file; the reader stands at the end then. */
    public static JournalEnd of(JournalReader reader) throws JournalFailure {
        reader.seekState(Instant.MAX);
        var end = new JournalEnd(0, Instant.EPOCH);
        for (var item = reader.next(); item != null; item = reader.next()) {
            end = switch (item) {
                case RunStarted started -> new JournalEnd(started.run(), started.wall());
                case TurnRead read ->
                    new JournalEnd(read.run(), read.turn().recorded().wall());
                case Unknown unknown -> new JournalEnd(unknown.run(), unknown.wall());
                case Damaged _ -> end;
            };
        }
        return end;
    }
}
