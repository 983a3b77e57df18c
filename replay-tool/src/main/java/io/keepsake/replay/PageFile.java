package io.keepsake.replay;

import io.keepsake.journal.JournalFailure;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.follow.Nodes;
import io.keepsake.web.page.Report;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Writes the page that needs no server. */
final class PageFile {
    private static final long MICRO = 1_000;

    private final SequencedMap<String, Path> directories;
    private final Output out;

    /** @param directories of the journals, by node */
    PageFile(SequencedMap<String, Path> directories, Output out) {
        this.directories = directories;
        this.out = out;
    }

    /**
     * Writes the file.
     *
     * @param from nanoseconds since 1970, as {@code until}
     * @param how the command that makes it again
     * @param whatIf what there would have been, as JSON; or null
     */
    void write(Path file, long from, long until, String how, @Nullable String whatIf)
            throws JournalFailure, IOException {
        try (var nodes = Nodes.follow(directories)) {
            nodes.readAll();
            long begin = from / MICRO;
            long end = Math.max(begin + 1, until / MICRO);
            try (var stream = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                Report.write(nodes.recordedLibrary(), begin, end, how, whatIf, Budget.unlimited(), stream);
            }
        }
        out.line("wrote " + file);
    }
}
