package io.keepsake.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Passes on what another reader reads; for readers that do something beside it. Closes the other one with itself. */
public abstract class ForwardingReader implements JournalReader {
    private final JournalReader reader;

    protected ForwardingReader(JournalReader reader) {
        this.reader = reader;
    }

    /** Called before it goes elsewhere. */
    protected void beforeSeek() {}

    @Override
    public @Nullable JournalItem next() throws JournalFailure {
        return reader.next();
    }

    @Override
    public final void seek(long run, long index) throws JournalFailure {
        beforeSeek();
        reader.seek(run, index);
    }

    @Override
    public final void seek(Instant wall) throws JournalFailure {
        beforeSeek();
        reader.seek(wall);
    }

    @Override
    public final void seekState(long run, long index) throws JournalFailure {
        beforeSeek();
        reader.seekState(run, index);
    }

    @Override
    public final void seekState(Instant wall) throws JournalFailure {
        beforeSeek();
        reader.seekState(wall);
    }

    @Override
    public final long lastRun() throws JournalFailure {
        return reader.lastRun();
    }

    @Override
    public void close() {
        reader.close();
    }
}
