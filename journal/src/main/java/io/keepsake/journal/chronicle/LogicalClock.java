package io.keepsake.journal.chronicle;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycles;

/**
 * The only clock Chronicle sees. It moves when a file is to begin and never back, so no step of the wall clock can end
 * a file early or make an append go to a file that has its end mark. Files are named after the wall clock while that
 * goes forward.
 */
final class LogicalClock implements TimeProvider {
    /** Not for its length, which nothing here waits for, but for names that tell the minute. */
    static final RollCycles CYCLE = RollCycles.FIVE_MINUTELY;

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern(CYCLE.format()).withZone(ZoneOffset.UTC);

    private long cycle = -1;

    /** Moves to a cycle that no file has had yet: that of {@code wallMillis}, or the next one. */
    void begin(long wallMillis) {
        cycle = following(wallMillis);
    }

    /** The name of the file that {@link #begin} would begin. */
    String nextFile(long wallMillis) {
        return NAME.format(Instant.ofEpochMilli(following(wallMillis) * CYCLE.lengthInMillis())) + ExcerptFile.SUFFIX;
    }

    private long following(long wallMillis) {
        return Math.max(cycle + 1, Math.max(0, wallMillis) / CYCLE.lengthInMillis());
    }

    @Override
    public long currentTimeMillis() {
        return cycle * CYCLE.lengthInMillis();
    }
}
