package io.keepsake.journal;

import io.keepsake.journal.chronicle.ExcerptFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A file in its place: {@code run-7/20261122-0310V.cq4}, or {@code run-7.2/...} for the second part of run 7.
 *
 * @param part from 1
 */
record JournalFile(long run, long part, Path path) implements Comparable<JournalFile> {
    private static final Pattern PART = Pattern.compile("run-(\\d{1,18})(?:\\.(\\d{1,18}))?");
    private static final Comparator<JournalFile> ORDER = Comparator.comparingLong(JournalFile::run)
            .thenComparingLong(JournalFile::part)
            .thenComparing(file -> file.path().getFileName().toString());

    static Path directory(Path journal, long run, long part) {
        return journal.resolve(part == 1 ? "run-" + run : "run-" + run + "." + part);
    }

    /** Every file there is, in the order of writing. A journal that is not there has none. */
    static List<JournalFile> list(Path journal) throws IOException {
        var files = new ArrayList<JournalFile>();
        for (var part : parts(journal)) {
            files.addAll(listPart(part));
        }
        files.sort(ORDER);
        return files;
    }

    /** The same, without those that lie where they cannot be seen. */
    static List<JournalFile> listReadable(Path journal) {
        var files = new ArrayList<JournalFile>();
        try {
            for (var part : parts(journal)) {
                files.addAll(listPartIfReadable(part));
            }
        } catch (IOException unreadable) {
            return List.of();
        }
        files.sort(ORDER);
        return files;
    }

    private static List<JournalFile> listPartIfReadable(Path part) {
        try {
            return listPart(part);
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** The files of a part, in their order. */
    static List<JournalFile> listPart(Path part) throws IOException {
        var name = PART.matcher(part.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException("not the directory of a part: " + part);
        }
        long run = Long.parseLong(name.group(1));
        long number = name.group(2) == null ? 1 : Long.parseLong(name.group(2));
        return children(part, "*" + ExcerptFile.SUFFIX).stream()
                .map(path -> new JournalFile(run, number, path))
                .sorted()
                .toList();
    }

    /** The directories of all parts, in no order. */
    static List<Path> parts(Path journal) throws IOException {
        return children(journal, "run-*").stream()
                .filter(part -> PART.matcher(part.getFileName().toString()).matches())
                .toList();
    }

    /** The number of the run that a part belongs to. */
    static long runOf(Path part) {
        var name = PART.matcher(part.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    /** The highest number of a run that has a directory, also when there is no file in it. */
    static OptionalLong lastRun(Path journal) throws IOException {
        return parts(journal).stream().mapToLong(JournalFile::runOf).max();
    }

    private static List<Path> children(Path directory, String glob) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
            var children = new ArrayList<Path>();
            stream.forEach(children::add);
            return children;
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return List.of();
        }
    }

    boolean samePart(JournalFile other) {
        return run == other.run && part == other.part;
    }

    @Override
    public int compareTo(JournalFile other) {
        return ORDER.compare(this, other);
    }
}
