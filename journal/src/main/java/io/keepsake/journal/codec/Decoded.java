package io.keepsake.journal.codec;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.value.Moment;
import java.time.Instant;

/** What one record told. */
public sealed interface Decoded {
    /** Nothing by itself: a name, or a piece of a turn whose end is yet to come. */
    record Part() implements Decoded {}

    record HeadRead(Head head) implements Decoded {}

    record TurnRead(Turn turn) implements Decoded {}

    /**
     * A turn of another version that has something in it which this version does not know.
     *
     * @param kind of the first such thing
     * @param text the whole turn, a line each for event, decisions and effects
     */
    record UnknownRead(long index, Moment at, Instant wall, String kind, String text) implements Decoded {}
}
