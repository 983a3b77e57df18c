package io.keepsake.replay.bundle;

import io.keepsake.history.fold.Point;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.JournalReader;
import io.keepsake.journal.JournalWriter;
import io.keepsake.journal.Journals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the journals of several nodes anew, with the same runs, indexes and times, as strangers may see them. Reads each
 * twice: for its addresses, and for its turns. What cannot be read is left out, and is missing there as it was here.
 */
public final class BundleWriter {
    /** The part of one journal: from where a state is known before it, to its end. */
    public record Part(@Nullable Point from, Point to) {}

    private final Redaction redaction = new Redaction();
    private final SequencedMap<String, JournalReader> readers;
    private final Map<String, Part> parts;
    private long turns;

    /** Of these journals, by the names of their nodes, these parts. */
    public BundleWriter(SequencedMap<String, JournalReader> readers, Map<String, Part> parts) {
        this.readers = readers;
        this.parts = new HashMap<>(parts);
    }

    private interface Taker {
        void take(JournalItem item) throws JournalFailure, IOException;
    }

    /**
     * Writes a journal for each node into the directory, under the node's name.
     *
     * @return how many turns
     */
    public long write(Path directory) throws JournalFailure, IOException {
        for (var node : readers.keySet()) {
            each(node, item -> {
                if (item instanceof TurnRead read) {
                    redaction.see(read.turn());
                }
            });
        }
        for (var node : readers.keySet()) {
            try (var copy = new Copy(directory.resolve(node))) {
                each(node, copy::take);
            }
        }
        return turns;
    }

    private void each(String node, Taker taker) throws JournalFailure, IOException {
        var reader = readers.get(node);
        var part = parts.get(node);
        if (reader == null || part == null) {
            return;
        }
        var from = part.from();
        if (from == null) {
            reader.seekState(0, 0);
        } else {
            from.seekState(reader);
        }
        for (var item = reader.next(); item != null; item = reader.next()) {
            if (item instanceof TurnRead read && part.to().isBefore(read.run(), read.turn())) {
                return;
            }
            taker.take(item);
        }
    }

    /** The journal of one node. */
    private final class Copy implements AutoCloseable {
        private final Path directory;
        private final Redaction.Run run = redaction.new Run();
        private @Nullable JournalWriter writer;
        private @Nullable RunStarted begun;
        private long expected;

        Copy(Path directory) throws IOException {
            this.directory = Files.createDirectories(directory);
        }

        void take(JournalItem item) throws JournalFailure, IOException {
            switch (item) {
                case RunStarted started -> {
                    close();
                    begun = started;
                    expected = started.firstIndex();
                    run.begin(started.firstIndex() == 1);
                }
                case TurnRead read -> {
                    if (read.turn().recorded().index() != expected) {
                        run.lost();
                    }
                    expected = read.turn().nextIndex();
                    var turn = run.turn(read.turn());
                    writer().append(turn);
                    turns++;
                }
                case Unknown _, Damaged _ -> expected = 0;
            }
        }

        /** The writer of the present run; under its number. */
        private JournalWriter writer() throws JournalFailure, IOException {
            var present = writer;
            var started = begun;
            if (present != null) {
                return present;
            }
            if (started == null) {
                throw new IOException("a turn without a run in " + directory);
            }
            var before = directory.resolve("run-" + (started.run() - 1));
            boolean made = started.run() > 1 && !Files.exists(before);
            if (made) {
                Files.createDirectory(before);
            }
            var opened = Journals.openWriter(directory, options(started.version()));
            if (made) {
                Files.delete(before);
            }
            writer = opened;
            return opened;
        }

        /** Nothing is ever deleted, and a file holds all of a run. */
        private static JournalOptions options(String version) {
            return JournalOptions.of(version)
                    .rollingEvery(Duration.ofDays(10_000), 1L << 40)
                    .keepingFor(Duration.ofDays(10_000))
                    .keepingBytes(1L << 40)
                    .leavingFree(0);
        }

        @Override
        public void close() throws JournalFailure {
            var present = writer;
            writer = null;
            if (present != null) {
                present.close();
            }
        }
    }
}
