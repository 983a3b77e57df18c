package io.keepsake.replay;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import io.keepsake.journal.Journals;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The journals of several nodes, open to be read. */
final class OpenJournals implements AutoCloseable {
    private final SequencedMap<String, JournalReader> readers = new LinkedHashMap<>();

    OpenJournals(SequencedMap<String, Path> directories) {
        directories.forEach((name, directory) -> readers.put(name, Journals.openAhead(directory)));
    }

    /** By the names of their nodes. */
    SequencedMap<String, JournalReader> readers() {
        return readers;
    }

    /** Reads them all to their ends. */
    ClusterHistory history() throws JournalFailure {
        return ClusterHistory.read(readers, _ -> {});
    }

    @Override
    public void close() {
        readers.values().forEach(JournalReader::close);
    }
}
