package io.keepsake.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads on a thread of its own while who asks still thinks of what it got. */
final class ReadAhead implements JournalReader {
    private final JournalReader reader;
    private final Ahead<JournalItem> items;

    ReadAhead(JournalReader reader) {
        this.reader = reader;
        this.items = new Ahead<>(reader::next);
    }

    @Override
    public @Nullable JournalItem next() throws JournalFailure {
        return items.next();
    }

    @Override
    public void seek(long run, long index) throws JournalFailure {
        items.close();
        reader.seek(run, index);
    }

    @Override
    public void seek(Instant wall) throws JournalFailure {
        items.close();
        reader.seek(wall);
    }

    @Override
    public void seekState(long run, long index) throws JournalFailure {
        items.close();
        reader.seekState(run, index);
    }

    @Override
    public void seekState(Instant wall) throws JournalFailure {
        items.close();
        reader.seekState(wall);
    }

    @Override
    public long lastRun() throws JournalFailure {
        return reader.lastRun();
    }

    @Override
    public void close() {
        items.close();
        reader.close();
    }
}
