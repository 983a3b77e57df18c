package io.keepsake.journal;

import io.keepsake.core.effect.Turn;

/**
 * Writes one run. A failed call may be made again: writing goes on where it was, or in a new part when that one is in
 * doubt. For one thread, which this never delays for the sake of readers.
 */
public interface JournalWriter extends AutoCloseable {

    /** Writes a turn, whole or not at all. Readers see it at once; a power failure keeps it from {@link #sync} on. */
    void append(Turn turn) throws JournalFailure;

    /** Makes durable all that was appended. */
    void sync() throws JournalFailure;

    /** Whether the file is old or large enough to {@link #roll}. */
    boolean rollDue();

    /**
     * Begins a new file with this turn.
     *
     * @param checkpoint its event is a {@code Checkpoint}
     */
    void roll(Turn checkpoint) throws JournalFailure;

    /** Deletes whole files that need not be kept; to be called after opening and after each {@link #roll}. */
    void tidy() throws JournalFailure;

    /** Whether so little of the disk is free that {@link #tidy} has to be called before the next {@link #roll}. */
    boolean tidyDue();

    /** The number of this run, above that of every earlier one there is. */
    long run();

    /** The run before this one, from the last place where a reader may begin to its end. To be closed by the caller. */
    JournalReader tail() throws JournalFailure;

    /** Syncs and closes. */
    @Override
    void close() throws JournalFailure;
}
