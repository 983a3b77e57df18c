package io.keepsake.web.budget;

import io.keepsake.journal.ForwardingReader;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalReader;
import org.jspecify.annotations.Nullable;

/** A reader that takes a step for each item. */
final class CountedReader extends ForwardingReader {
    private final Budget budget;

    CountedReader(JournalReader reader, Budget budget) {
        super(reader);
        this.budget = budget;
    }

    @Override
    public @Nullable JournalItem next() throws JournalFailure {
        budget.step();
        return super.next();
    }

    @Override
    protected void beforeSeek() {
        budget.step();
    }
}
