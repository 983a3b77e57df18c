package io.keepsake.journal;

import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.chronicle.ExcerptFile;
import io.keepsake.journal.codec.Decoded;
import io.keepsake.journal.codec.FileDecoder;
import io.keepsake.journal.codec.Frame;
import io.keepsake.journal.codec.Head;
import io.keepsake.journal.codec.Malformed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file to its present end. Whatever is wrong in it is told once, at its place, and reading goes on at the
 * next whole record.
 */
final class FileReader implements AutoCloseable {
    /** What a file gives: what a record told, or damage. */
    sealed interface Found {
        record Told(Decoded decoded) implements Found {}

        record Broken(Damaged damaged) implements Found {}
    }

    private final Path path;
    private final ExcerptFile file;
    private final FileDecoder decoder = new FileDecoder();
    private final Deque<Found> ready = new ArrayDeque<>();
    private long expected;
    private @Nullable Damaged hole;
    private long retried = -1;
    private long endTold = -1;

    /**
     * Opens a file.
     *
     * @param expected sequence of its first record, or -1 when any will do
     */
    FileReader(Path path, long expected) throws IOException {
        this.path = path;
        this.file = ExcerptFile.open(path);
        this.expected = expected;
    }

    /** The head of a file, or null when it has none that can be read. */
    static @Nullable Head head(Path path) throws IOException {
        try (var reader = new FileReader(path, -1)) {
            while (reader.decoder.head() == null) {
                if (reader.next() == null) {
                    return null;
                }
            }
            return reader.decoder.head();
        }
    }

    /** The sequence that the next record must have, or -1. */
    long expected() {
        return expected;
    }

    /** The next thing in the file, or null when there is no more now. */
    @Nullable Found next() throws IOException {
        while (ready.isEmpty()) {
            boolean more =
                    switch (file.look()) {
                        case RECORD -> onRecord();
                        case BROKEN -> onBroken();
                        case NOTHING, BEGUN, END -> onEnd();
                    };
            if (!more) {
                return null;
            }
        }
        return ready.poll();
    }

    private boolean onRecord() throws IOException {
        if (!Frame.whole(file.array(), file.offset(), file.length())) {
            return onBroken();
        }
        long at = file.position();
        Found found;
        try {
            found = new Found.Told(decoder.decode(file.array(), file.offset(), file.length()));
        } catch (Malformed e) {
            found = new Found.Broken(new Damaged(path, at, String.valueOf(e.getMessage())));
        }
        tellHole(at, decoder.sequence());
        ready.add(found);
        file.pass();
        return true;
    }

    private void tellHole(long at, long sequence) {
        boolean missing = sequence >= 0 && expected >= 0 && sequence != expected;
        var lost = missing ? "; records " + expected + " to " + (sequence - 1) + " are missing" : "";
        if (hole != null) {
            ready.add(new Found.Broken(new Damaged(hole.file(), hole.position(), hole.what() + lost)));
            hole = null;
        } else if (missing) {
            ready.add(new Found.Broken(new Damaged(path, at, "record " + sequence + " is here" + lost)));
        }
        expected = sequence >= 0 ? sequence + 1 : expected;
    }

    /** Reads once more before believing it: the page may have been read while it was written. */
    private boolean onBroken() throws IOException {
        if (retried != file.position()) {
            retried = file.position();
            file.forgetWindow();
            return true;
        }
        hole = new Damaged(path, file.position(), defect());
        long next = file.findRecord();
        if (next >= 0) {
            file.moveTo(next);
            return true;
        }
        return tellEnd(hole.what() + "; no record follows");
    }

    private String defect() throws IOException {
        return file.look() == ExcerptFile.Step.RECORD
                ? Frame.defect(file.array(), file.offset(), file.length())
                : "no record begins here, expected one of at most " + Frame.LENGTH_MAX + " bytes, found a length of "
                        + file.length();
    }

    /**
     * The end, for now; unless there are records behind it, or Chronicle says that there were. Only a look taken after
     * these two were read counts, because a writer may be at work; and one that was killed at work has left records that
     * it had not published.
     */
    private boolean onEnd() throws IOException {
        long position = file.position();
        long next = file.findRecord();
        long written = file.writtenTo();
        file.forgetWindow();
        boolean still =
                switch (file.look()) {
                    case RECORD, BROKEN -> false;
                    case NOTHING, BEGUN, END -> file.position() == position;
                };
        if (!still) {
            return true;
        }
        if (next >= 0 && written < position && file.lacksHeader(next)) {
            return false; // not published, as yet or for ever
        }
        if (next >= 0) {
            hole = new Damaged(path, position, "nothing is here, though records follow at " + next);
            file.moveTo(next);
            return true;
        }
        return written > 0 && written >= position && tellEnd("the end is lost; the last record began at " + written);
    }

    private boolean tellEnd(String what) {
        hole = null;
        if (endTold == file.position()) {
            return false;
        }
        endTold = file.position();
        ready.add(new Found.Broken(new Damaged(path, file.position(), what)));
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
