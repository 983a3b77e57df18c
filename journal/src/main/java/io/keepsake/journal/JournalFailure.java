package io.keepsake.journal;

/** The journal could not do what was asked: a full disk, a missing right, another writer. It may be tried again. */
public final class JournalFailure extends Exception {
    public JournalFailure(String what) {
        super(what);
    }

    public JournalFailure(String what, Throwable cause) {
        super(what, cause);
    }
}
