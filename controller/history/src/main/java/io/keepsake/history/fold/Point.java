package io.keepsake.history.fold;

import io.keepsake.core.effect.Turn;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import java.time.Duration;
import java.time.Instant;

/** A place in a journal. */
public sealed interface Point {

    record AtWall(Instant wall) implements Point {}

    record AtIndex(long run, long index) implements Point {}

    /** Whether the turn is before this place. */
    default boolean isAfter(long run, Turn turn) {
        return switch (this) {
            case AtWall(var wall) -> turn.recorded().wall().isBefore(wall);
            case AtIndex at -> run < at.run() || run == at.run() && turn.nextIndex() <= at.index();
        };
    }

    /** Whether the turn is past this place. */
    default boolean isBefore(long run, Turn turn) {
        return switch (this) {
            case AtWall(var wall) -> turn.recorded().wall().isAfter(wall);
            case AtIndex at ->
                run > at.run() || run == at.run() && turn.recorded().index() > at.index();
        };
    }

    /** Moves the reader here. */
    default void seek(JournalReader reader) throws JournalFailure {
        switch (this) {
            case AtWall(var wall) -> reader.seek(wall);
            case AtIndex at -> reader.seek(at.run(), at.index());
        }
    }

    /** Moves the reader to the last place before this one from which a state can be folded. */
    default void seekState(JournalReader reader) throws JournalFailure {
        switch (this) {
            case AtWall(var wall) -> reader.seekState(wall);
            case AtIndex at -> reader.seekState(at.run(), at.index());
        }
    }

    /** A place some way ahead of this one, so that what led to it is read too. */
    default Point withLead(Duration lead) {
        return switch (this) {
            case AtWall(var wall) -> new AtWall(wall.minus(lead));
            case AtIndex at -> new AtIndex(at.run(), Math.max(1, at.index() - lead.toSeconds() * 10));
        };
    }
}
