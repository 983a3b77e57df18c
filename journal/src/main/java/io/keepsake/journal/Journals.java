package io.keepsake.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The door to the journal in a directory. */
public final class Journals {
    private Journals() {}

    /**
     * Opens the journal in {@code directory} to write a new run. Holds the lock on the directory until closed.
     *
     * @throws JournalFailure when another writer has it, naming that; or when the directory cannot be written
     */
    public static JournalWriter openWriter(Path directory, JournalOptions options) throws JournalFailure {
        try {
            return RunWriter.open(directory, options);
        } catch (IOException e) {
            throw new JournalFailure("journal " + directory + " cannot be opened: " + e, e);
        }
    }

    /**
     * Whether a process writes to the journal in {@code directory}, as the kernel's lock on it tells, in whatever PID
     * namespace; empty when that cannot be found out.
     */
    public static Optional<Boolean> isWritten(Path directory) {
        return DirectoryLock.isTaken(directory);
    }

    /** Opens the journal in {@code directory} from its beginning; there need be nothing yet. */
    public static JournalReader open(Path directory) {
        return new DirectoryReader(directory, Long.MAX_VALUE);
    }

    /** The same, for who has much to do with each turn: reads a little ahead, on a thread that ends with the journal. */
    public static JournalReader openAhead(Path directory) {
        return new ReadAhead(open(directory));
    }
}
