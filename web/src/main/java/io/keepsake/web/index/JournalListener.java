package io.keepsake.web.index;

import io.keepsake.journal.JournalItem;

/** Takes what is read of a journal, item after item; all on one thread. */
public interface JournalListener {
    void onItem(JournalItem item);
}
