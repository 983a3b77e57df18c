package io.keepsake.journal;

import io.keepsake.journal.chronicle.ExcerptFile;
import io.keepsake.journal.chronicle.PartAppender;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may go: whole files, the oldest first, never the newest, and only so many that a reader can begin at the first
 * that stays. A file or directory that cannot be read or deleted keeps nothing else from going. For one thread.
 */
final class Retention {
    /** Files so small that the newest of them is a small part of what there may be. */
    private static final int FILES_MIN = 16;

    private static final int FREE_SHARE = 20;

    /** For the sake of free space nothing of a history of this size is deleted, or of a quarter of a small disk. */
    private static final long LEFT_ALONE_BYTES = 64 << 20;

    private static final int LEFT_ALONE_SHARE = 4;

    /** What a directory, its table and the end of its file take. */
    private static final long PART_BYTES = 16 << 10;

    private final Path directory;
    private final JournalOptions options;
    private final long openedNanos = System.nanoTime();
    private final @Nullable Instant before;
    private final Map<Path, Long> sizes = new HashMap<>();

    /** To be made before this run has written its first file. */
    Retention(Path directory, JournalOptions options) {
        this.directory = directory;
        this.options = options;
        before = JournalFile.listReadable(directory).stream()
                .map(file -> modified(file.path()))
                .max(Instant::compareTo)
                .orElse(null);
    }

    /** At how many bytes a new file is due. */
    long rollBytes() {
        long share = Math.min(options.keepBytes(), total()) / FILES_MIN;
        return Math.min(options.rollBytes(), Math.max(PartAppender.STEP, share));
    }

    private long total() {
        long total = directory.toFile().getTotalSpace();
        return total == 0 ? Long.MAX_VALUE : total;
    }

    /** Bytes that are missing from what is to be left free; 0 for none. */
    long missing() {
        long floor = Math.min(options.freeBytes(), total() / FREE_SHARE);
        return Math.max(0, floor - directory.toFile().getUsableSpace());
    }

    /** Whether a step more does not fit. Chronicle tells a full disk in many ways, some of them a fault of memory. */
    boolean isDiskFull() {
        return directory.toFile().getUsableSpace() < 2L * PartAppender.STEP;
    }

    /** Deletes what need not be kept. */
    void apply() throws IOException {
        var files = JournalFile.listReadable(directory);
        int surplus = surplus(files);
        while (surplus > 0 && !mayBegin(files.get(surplus))) {
            surplus--;
        }
        delete(files.subList(0, surplus));
    }

    /** Makes room on a disk that is full: deletes the oldest that may go; false when there is nothing. */
    boolean makeRoom() throws IOException {
        var files = JournalFile.listReadable(directory);
        for (int i = 1; i < files.size(); i++) {
            if (mayBegin(files.get(i))) {
                delete(files.subList(0, i));
                return true;
            }
        }
        return false;
    }

    private int surplus(List<JournalFile> files) {
        long all = 0;
        for (var file : files) {
            all += size(file, files.getLast());
        }
        var oldest = now().minus(options.keepFor());
        long leftAlone = Math.min(LEFT_ALONE_BYTES, total() / LEFT_ALONE_SHARE);
        long missing = missing();
        long left = all;
        int surplus = 0;
        for (int i = 0; i < files.size() - 1; i++) {
            var file = files.get(i);
            boolean tooMuch = left > options.keepBytes();
            boolean tooFull = all - left < missing && left > leftAlone;
            if (!tooMuch && !tooFull && !modified(file.path()).isBefore(oldest)) {
                break;
            }
            left -= size(file, files.getLast());
            surplus = i + 1;
        }
        return surplus;
    }

    /** By the wall clock, and never later than the journal itself has seen time pass. */
    private Instant now() {
        var wall = Instant.now();
        if (before == null) {
            return wall;
        }
        var seen = before.plus(Duration.ofNanos(System.nanoTime() - openedNanos));
        return wall.isBefore(seen) ? wall : seen;
    }

    private static Instant modified(Path path) {
        try {
            return Files.getLastModifiedTime(path).toInstant();
        } catch (IOException gone) {
            return Instant.MIN;
        }
    }

    /** What a file takes of the disk: its length is more, and mostly holes. */
    private long size(JournalFile file, JournalFile newest) {
        var known = sizes.get(file.path());
        if (known != null) {
            return known;
        }
        long size = PART_BYTES + blocks(file.path());
        if (!file.samePart(newest)) {
            sizes.put(file.path(), size);
        }
        return size;
    }

    private static long blocks(Path path) {
        try (var file = ExcerptFile.open(path)) {
            long written = Math.max(file.writtenTo(), 0);
            return (written + PartAppender.STEP - 1) / PartAppender.STEP * PartAppender.STEP;
        } catch (IOException unreadable) {
            return path.toFile().length();
        }
    }

    private static boolean mayBegin(JournalFile file) {
        try {
            var head = FileReader.head(file.path());
            return head != null && head.start().standsAlone();
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Tries all, and then tells the first failure. */
    private void delete(List<JournalFile> files) throws IOException {
        IOException first = null;
        for (var file : files) {
            try {
                Files.deleteIfExists(file.path());
                sizes.remove(file.path());
                deleteIfEmpty(file.path().resolveSibling(".").normalize());
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Deletes the directories of runs that recorded nothing, but for the present one. */
    void deleteEmptyRuns(Path present) throws IOException {
        for (var part : JournalFile.parts(directory)) {
            if (!part.equals(present)) {
                deleteIfEmpty(part);
            }
        }
    }

    private static void deleteIfEmpty(Path part) throws IOException {
        try (var left = Files.newDirectoryStream(part, "*" + ExcerptFile.SUFFIX)) {
            if (left.iterator().hasNext()) {
                return;
            }
        } catch (NoSuchFileException gone) {
            return;
        }
        Files.deleteIfExists(part.resolve("metadata.cq4t"));
        try {
            Files.deleteIfExists(part);
        } catch (DirectoryNotEmptyException | NoSuchFileException someoneElse) {
            // what else people put there is theirs
            return;
        }
    }
}
