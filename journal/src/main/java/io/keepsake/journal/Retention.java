package io.keepsake.journal;

import io.keepsake.journal.chronicle.ExcerptFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What may go: whole files, the oldest first, never the newest, and only so many that a reader can begin at the first
 * that stays.
 */
record Retention(Duration keepFor, long keepBytes) {

    /** Deletes what need not be kept of the journal in {@code directory}. */
    void apply(Path directory, Instant now) throws IOException {
        var files = JournalFile.list(directory);
        int surplus = surplus(files, now.minus(keepFor));
        while (surplus > 0 && !mayBegin(files.get(surplus))) {
            surplus--;
        }
        for (var file : files.subList(0, surplus)) {
            delete(file);
        }
    }

    private int surplus(List<JournalFile> files, Instant oldest) throws IOException {
        long bytes = 0;
        for (int i = files.size() - 1; i >= 0; i--) {
            var path = files.get(i).path();
            bytes += size(path);
            boolean old = Files.getLastModifiedTime(path).toInstant().isBefore(oldest);
            if (i < files.size() - 1 && (old || bytes > keepBytes)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** What is written in a file; its length is more, and mostly holes. */
    private static long size(Path path) throws IOException {
        try (var file = ExcerptFile.open(path)) {
            return Math.max(file.writtenTo(), 0);
        }
    }

    private static boolean mayBegin(JournalFile file) throws IOException {
        var head = FileReader.head(file.path());
        return head != null && head.start().standsAlone();
    }

    private static void delete(JournalFile file) throws IOException {
        Files.deleteIfExists(file.path());
        var part = file.path().resolveSibling(".").normalize();
        try (var left = Files.newDirectoryStream(part, "*" + ExcerptFile.SUFFIX)) {
            if (left.iterator().hasNext()) {
                return;
            }
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
