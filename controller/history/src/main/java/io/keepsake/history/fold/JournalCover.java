package io.keepsake.history.fold;

import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalReader;
import java.time.Instant;

/**
 * What a journal covers.
 *
 * @param first its first run
 * @param begin when that began, or the first turn there still is
 * @param last the last run that began to write, also if it wrote no turn
 */
public record JournalCover(long first, Instant begin, long last, JournalEnd end) {

    /** Reads the first file and the last; the reader stands at the end then. */
    public static JournalCover of(JournalReader reader) throws JournalFailure {
        reader.seekState(0, 0);
        var item = reader.next();
        while (item != null && !(item instanceof JournalItem.RunStarted)) {
            item = reader.next();
        }
        long last = reader.lastRun();
        var end = JournalEnd.of(reader);
        return item instanceof JournalItem.RunStarted started
                ? new JournalCover(started.run(), started.wall(), last, end)
                : new JournalCover(last, end.wall(), last, end);
    }

    /** Whether there is no turn in it. */
    public boolean isEmpty() {
        return end.run() == 0;
    }

    public boolean holds(long run) {
        return run >= first && run <= last;
    }

    /** {@code runs 1 to 3, 2026-11-22 03:12:00Z to 2026-11-22 03:13:00Z}. */
    public String print(Clock clock) {
        return (first == last ? "run " + first : "runs " + first + " to " + last) + ", " + clock.dated(begin) + " to "
                + clock.dated(end.wall());
    }
}
