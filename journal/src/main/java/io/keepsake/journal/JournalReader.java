package io.keepsake.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal in order, oldest first, also while it is written, from a copy, or without the right to write. Creates
 * and changes nothing. For one thread.
 *
 * <p>The {@code seek} methods go forwards and backwards; {@link #next} then gives the {@code RunStarted} of the run it
 * is in, and the first turn that is asked for or a later one.
 */
public interface JournalReader extends AutoCloseable {

    /** The next item, or null when there is no more now; asked again, it gives what was written since. */
    @Nullable JournalItem next() throws JournalFailure;

    /** Goes to the turn that {@code index} is in: its event, or one of its decisions or effects. */
    void seek(long run, long index) throws JournalFailure;

    /** Goes to the first turn that is not before {@code wall}. */
    void seek(Instant wall) throws JournalFailure;

    /** Goes to the last place before that turn where a reader that knows nothing may begin: a checkpoint or a start. */
    void seekState(long run, long index) throws JournalFailure;

    /** Goes to the last such place before {@code wall}. */
    void seekState(Instant wall) throws JournalFailure;

    /** The number of the last run that began to write here, also if it wrote no turn; 0 when none did. */
    long lastRun() throws JournalFailure;

    @Override
    void close();
}
