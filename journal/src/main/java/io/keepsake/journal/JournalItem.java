package io.keepsake.journal;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.value.Moment;
import java.nio.file.Path;
import java.time.Instant;

/** What a reader finds. */
public sealed interface JournalItem {

    /**
     * Turns of another run follow.
     *
     * @param firstIndex index of the first turn there still is; 1 when the run is there from its beginning
     * @param wall wall clock of that turn
     * @param version of the program that wrote it
     */
    record RunStarted(long run, long firstIndex, Instant wall, String version) implements JournalItem {}

    record TurnRead(long run, Turn turn) implements JournalItem {}

    /**
     * A turn of another version of the program with something in it that this one does not know.
     *
     * @param kind the first such thing
     * @param text all that the turn holds, one line each for event, decisions and effects
     */
    record Unknown(long run, long index, Moment at, Instant wall, String kind, String text) implements JournalItem {}

    /** Something was here and cannot be read; what follows could be found again. */
    record Damaged(Path file, long position, String what) implements JournalItem {}
}
