package io.keepsake.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a journal, looked for again and again. Only the newest run that was seen grows, so of all others the
 * directories are listed once; a file of theirs may have been deleted since. For one thread.
 */
final class JournalListing {
    /** Coarser than the time stamps of any file system. */
    private static final long SETTLED_SECONDS = 2;

    private final Path journal;
    private final long beforeRun;
    private final Map<Path, List<JournalFile>> ended = new HashMap<>();
    private List<Path> parts = List.of();
    private List<Path> newest = List.of();
    private List<JournalFile> grown = List.of();
    private List<JournalFile> files = List.of();

    /** When the list of parts was last changed, if that was long enough before it was read to be the last change. */
    private @Nullable FileTime unchangedSince;

    JournalListing(Path journal, long beforeRun) {
        this.journal = journal;
        this.beforeRun = beforeRun;
    }

    /** Every file of the runs before {@code beforeRun}, in the order of writing. */
    List<JournalFile> files() throws IOException {
        boolean others = listParts();
        var growing = new ArrayList<JournalFile>();
        for (var part : newest) {
            growing.addAll(JournalFile.listPart(part));
        }
        if (others || !growing.equals(grown)) {
            grown = growing;
            files = merged(growing);
        }
        return files;
    }

    private List<JournalFile> merged(List<JournalFile> growing) throws IOException {
        var all = new ArrayList<>(growing);
        for (var part : parts) {
            if (!newest.contains(part)) {
                all.addAll(listed(part));
            }
        }
        all.removeIf(file -> file.run() >= beforeRun);
        all.sort(null);
        return List.copyOf(all);
    }

    /** Whether there may be other parts than before. */
    private boolean listParts() throws IOException {
        FileTime changed;
        try {
            changed = Files.getLastModifiedTime(journal);
        } catch (NoSuchFileException none) {
            parts = List.of();
            newest = List.of();
            return true;
        }
        if (changed.equals(unchangedSince)) {
            return false;
        }
        boolean settled = changed.toInstant().isBefore(Instant.now().minusSeconds(SETTLED_SECONDS));
        parts = JournalFile.parts(journal);
        ended.keySet().retainAll(new HashSet<>(parts));
        long last = parts.stream().mapToLong(JournalFile::runOf).max().orElse(0);
        newest = parts.stream().filter(part -> JournalFile.runOf(part) == last).toList();
        unchangedSince = settled ? changed : null;
        return true;
    }

    private List<JournalFile> listed(Path part) throws IOException {
        var known = ended.get(part);
        if (known == null) {
            known = JournalFile.listPart(part);
            ended.put(part, known);
        }
        return known;
    }
}
