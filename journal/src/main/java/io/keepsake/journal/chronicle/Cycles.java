package io.keepsake.journal.chronicle;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Names the files of a part, as a Chronicle queue that rolls every five minutes would: that is not for its length, which nothing here
 * waits for, but for names that tell the minute. A cycle is used once and never an earlier one, whatever steps the wall
 * clock takes; files are named after it while it goes forward.
 */
final class Cycles {
    /** Chronicle's {@code FIVE_MINUTELY}; the queue's table of metadata says the same. */
    static final String FORMAT = "yyyyMMdd-HHmm'V'";

    static final long LENGTH_MILLIS = Duration.ofMinutes(5).toMillis();

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern(FORMAT).withZone(ZoneOffset.UTC);

    private long cycle = -1;

    /** Moves to a cycle that no file has had yet: that of {@code wallMillis}, or the next one. */
    void begin(long wallMillis) {
        cycle = following(wallMillis);
    }

    long cycle() {
        return cycle;
    }

    /** The name of the file that {@link #begin} would begin. */
    String nextFile(long wallMillis) {
        return NAME.format(Instant.ofEpochMilli(following(wallMillis) * LENGTH_MILLIS)) + ExcerptFile.SUFFIX;
    }

    private long following(long wallMillis) {
        return Math.max(cycle + 1, Math.max(0, wallMillis) / LENGTH_MILLIS);
    }
}
