package io.keepsake.journal.codec;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.value.Moment;
import java.time.Instant;

/**
 * The first record of every file: whose it is and what the numbers in it are relative to.
 *
 * @param sequence of this record within its part; every record of the part has the next one
 * @param version of the program that wrote the file
 * @param firstIndex index of the first turn in the file
 * @param at its moment, in nanoseconds
 * @param wallNanos its wall clock, in nanoseconds since 1970
 */
public record Head(
        long sequence, long run, Start start, String version, long firstIndex, long at, long wallNanos, Schema schema) {
    private static final long SECOND = 1_000_000_000;

    /** Why a file begins. The ordinals are in files: add at the end. */
    public enum Start {
        /** A run begins: nothing was before. */
        RUN,
        /** The file before was full or old enough; the first turn is a checkpoint. */
        CHECKPOINT,
        /** The part before failed, and writing went on here. */
        RESUMED;

        /** Whether a reader that knows nothing may begin here. */
        public boolean standsAlone() {
            return this != RESUMED;
        }
    }

    /** The head of a file that {@code first} begins, written by this program. */
    public static Head of(long sequence, long run, Start start, String version, Turn first) {
        var recorded = first.recorded();
        return new Head(
                sequence,
                run,
                start,
                version,
                recorded.index(),
                recorded.at().nanos(),
                nanos(recorded.wall()),
                Schema.OURS);
    }

    public Instant wall() {
        return instant(wallNanos);
    }

    static long nanos(Instant wall) {
        return Math.addExact(Math.multiplyExact(wall.getEpochSecond(), SECOND), wall.getNano());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }

    /** What {@code wall - at} is at the head: turns write only how far it has drifted since. */
    long offset() {
        return wallNanos - at;
    }

    Instant wallAt(Moment moment, long drift) {
        return instant(moment.nanos() + offset() + drift);
    }
}
