package io.keepsake.journal;

import org.jspecify.annotations.Nullable;

/** Reads on a thread of its own while who asks still thinks of what it got. */
final class ReadAhead extends ForwardingReader {
    private final Ahead<JournalItem> items;

    ReadAhead(JournalReader reader) {
        super(reader);
        this.items = new Ahead<>(reader::next);
    }

    @Override
    public @Nullable JournalItem next() throws JournalFailure {
        return items.next();
    }

    @Override
    protected void beforeSeek() {
        items.close();
    }

    @Override
    public void close() {
        items.close();
        super.close();
    }
}
