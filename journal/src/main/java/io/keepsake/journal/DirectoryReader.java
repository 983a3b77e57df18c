package io.keepsake.journal;

import io.keepsake.core.effect.Turn;
import io.keepsake.journal.FileReader.Found;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import io.keepsake.journal.codec.Decoded;
import io.keepsake.journal.codec.Head;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the files of a directory one after another, and looks for later ones at the end of each. */
final class DirectoryReader implements JournalReader {
    private final Path journal;
    private final long beforeRun;
    private final JournalListing listing;
    private @Nullable JournalFile file;
    private @Nullable FileReader reader;
    private @Nullable Predicate<JournalItem> wanted;
    private long run = -1;

    /** A reader of the runs before {@code beforeRun}. */
    DirectoryReader(Path journal, long beforeRun) {
        this.journal = journal;
        this.beforeRun = beforeRun;
        listing = new JournalListing(journal, beforeRun);
    }

    @Override
    public @Nullable JournalItem next() throws JournalFailure {
        try {
            return nextWanted();
        } catch (IOException e) {
            throw new JournalFailure("journal " + journal + " cannot be read: " + e, e);
        }
    }

    private @Nullable JournalItem nextWanted() throws IOException {
        while (true) {
            var found = nextFound();
            if (found == null) {
                return null;
            }
            var item = item(found);
            if (item instanceof RunStarted) {
                return item;
            }
            if (item != null && (wanted == null || wanted.test(item))) {
                wanted = null;
                return item;
            }
        }
    }

    /** A file counts as ended once there is a later one; what was written to it meanwhile is still read. */
    private @Nullable Found nextFound() throws IOException {
        while (true) {
            var present = reader;
            var found = present == null ? null : present.next();
            if (found != null) {
                return found;
            }
            var later = following();
            if (later == null) {
                return null;
            }
            var last = present == null ? null : present.next();
            if (last != null) {
                return last;
            }
            enter(later);
        }
    }

    private @Nullable JournalFile following() throws IOException {
        var present = file;
        var files = listing.files();
        int at = present == null ? -1 : Collections.binarySearch(files, present);
        int next = at >= 0 ? at + 1 : -at - 1;
        return present == null ? files.stream().findFirst().orElse(null) : next < files.size() ? files.get(next) : null;
    }

    private void enter(JournalFile next) throws IOException {
        boolean continues = file != null && reader != null && file.samePart(next);
        long expected = continues && reader != null ? reader.expected() : -1;
        close();
        file = next;
        try {
            reader = new FileReader(next.path(), expected);
        } catch (NoSuchFileException deleted) {
            reader = null;
        }
    }

    private @Nullable JournalItem item(Found found) {
        return switch (found) {
            case Found.Broken(var damaged) -> damaged;
            case Found.Told(var decoded) ->
                switch (decoded) {
                    case Decoded.Part() -> null;
                    case Decoded.HeadRead(var head) -> started(head);
                    case Decoded.TurnRead(var turn) -> new TurnRead(run, turn);
                    case Decoded.UnknownRead u -> new Unknown(run, u.index(), u.at(), u.wall(), u.kind(), u.text());
                };
        };
    }

    private @Nullable JournalItem started(Head head) {
        if (head.run() == run) {
            return null;
        }
        run = head.run();
        return new RunStarted(run, head.firstIndex(), head.wall(), head.version());
    }

    @Override
    public void seek(long run, long index) throws JournalFailure {
        go(head -> notAfter(head, run, index));
        wanted = item -> reaches(item, run, index);
    }

    @Override
    public void seek(Instant wall) throws JournalFailure {
        go(head -> !head.wall().isAfter(wall));
        wanted = item -> reaches(item, wall);
    }

    @Override
    public void seekState(long run, long index) throws JournalFailure {
        go(head -> head.start().standsAlone() && notAfter(head, run, index));
    }

    @Override
    public void seekState(Instant wall) throws JournalFailure {
        go(head -> head.start().standsAlone() && !head.wall().isAfter(wall));
    }

    @Override
    public long lastRun() throws JournalFailure {
        try {
            return JournalFile.lastRun(journal).stream()
                    .filter(last -> last < beforeRun)
                    .findAny()
                    .orElse(0);
        } catch (IOException e) {
            throw new JournalFailure("journal " + journal + " cannot be read: " + e, e);
        }
    }

    private static boolean notAfter(Head head, long run, long index) {
        return head.run() < run || head.run() == run && head.firstIndex() <= index;
    }

    private boolean reaches(JournalItem item, long run, long index) {
        return switch (item) {
            case RunStarted s -> s.run() >= run;
            case TurnRead t -> t.run() > run || t.run() == run && t.turn().nextIndex() > index;
            case Unknown u -> u.run() > run || u.run() == run && u.index() >= index;
            case Damaged _ -> false;
        };
    }

    private static boolean reaches(JournalItem item, Instant wall) {
        return switch (item) {
            case RunStarted s -> !s.wall().isBefore(wall);
            case TurnRead t -> !wall(t.turn()).isBefore(wall);
            case Unknown u -> !u.wall().isBefore(wall);
            case Damaged _ -> false;
        };
    }

    private static Instant wall(Turn turn) {
        return turn.recorded().wall();
    }

    /** To the beginning of the last file with such a head, or of the first file of all. */
    private void go(Predicate<Head> before) throws JournalFailure {
        try {
            close();
            file = null;
            run = -1;
            wanted = null;
            for (var each : listing.files().reversed()) {
                var head = head(each);
                if (head != null && before.test(head)) {
                    enter(each);
                    return;
                }
            }
        } catch (IOException e) {
            throw new JournalFailure("journal " + journal + " cannot be searched: " + e, e);
        }
    }

    private static @Nullable Head head(JournalFile file) throws IOException {
        try {
            return FileReader.head(file.path());
        } catch (NoSuchFileException deleted) {
            return null;
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            reader = null;
        }
    }
}
