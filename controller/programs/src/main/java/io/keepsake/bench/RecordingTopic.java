package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.Journals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What it takes until a turn outlives a power failure. The director pays it every 50 ms, on the journal's thread. */
final class RecordingTopic {
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final int WARM_UP = 200;

    private RecordingTopic() {}

    static List<Table> measure(Settings settings) throws IOException, JournalFailure {
        try (var scratch = Scratch.make()) {
            var table = new Table(
                    "Recording durably",
                    "One turn appended and synced, again and again for " + TIME.toSeconds() + " s, in the directory for"
                            + " temporary files (" + scratch.fileSystem() + ").",
                    "what",
                    "p50 (us)",
                    "p99 (us)",
                    "max (us)",
                    "n");
            var micros = Spread.of(append(scratch));
            table.row(
                    "append and sync",
                    Spread.number(micros.median(), 0),
                    Spread.number(micros.percentile(99), 0),
                    Spread.number(micros.max(), 0),
                    Integer.toString(micros.count()));
            return List.of(table);
        }
    }

    private static List<Double> append(Scratch scratch) throws JournalFailure {
        var micros = new ArrayList<Double>();
        var traffic = new Traffic();
        try (var writer = Journals.openWriter(scratch.path(), JournalOptions.of("bench"))) {
            for (var turn : traffic.beginning()) {
                writer.append(turn);
            }
            long until = System.nanoTime() + TIME.toNanos();
            while (System.nanoTime() - until < 0) {
                var turn = traffic.steady();
                long from = System.nanoTime();
                writer.append(turn);
                writer.sync();
                micros.add((System.nanoTime() - from) / 1e3);
            }
        }
        return micros.subList(Math.min(WARM_UP, micros.size() - 1), micros.size());
    }
}
