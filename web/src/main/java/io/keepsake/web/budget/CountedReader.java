package io.keepsake.web.budget;

import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalReader;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A reader that takes a step for each item. */
record CountedReader(JournalReader reader, Budget budget) implements JournalReader {
    @Override
    public @Nullable JournalItem next() throws JournalFailure {
        budget.step();
        return reader.next();
    }

    @Override
    public void seek(long run, long index) throws JournalFailure {
        budget.step();
        reader.seek(run, index);
    }

    @Override
    public void seek(Instant wall) throws JournalFailure {
        budget.step();
        reader.seek(wall);
    }

    @Override
    public void seekState(long run, long index) throws JournalFailure {
        budget.step();
        reader.seekState(run, index);
    }

    @Override
    public void seekState(Instant wall) throws JournalFailure {
        budget.step();
        reader.seekState(wall);
    }

    @Override
    public long lastRun() throws JournalFailure {
        return reader.lastRun();
    }

    @Override
    public void close() {
        reader.close();
    }
}
