package io.keepsake.replay;

import io.keepsake.history.fold.JournalEnd;
import io.keepsake.history.fold.Point;
import io.keepsake.history.fold.PointText;
import io.keepsake.history.fold.Window;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of the journal. */
final class WindowOptions {
    @Option(
            names = "--from",
            paramLabel = "T",
            description = {
                "begin here: 2026-11-22T03:12:07Z,",
                "03:12 or 03:12:07 (local time, the last one there was before the end of the journal),",
                "-5m (s, m, h, d before the end of the journal),",
                "812 (an index in the last run, or in --run) or 3#812 (in run 3)"
            })
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "end here, this moment included")
    private @Nullable String to;

    @Option(
            names = "--run",
            paramLabel = "N",
            description = "only this run of the director; every start makes a new one")
    private long run;

    Window window(JournalReader reader) throws WrongUsage, JournalFailure {
        return from == null && to == null
                ? new Window(null, null, run)
                : new Window(point("--from", from, reader), point("--to", to, reader), run);
    }

    private @Nullable Point point(String option, @Nullable String text, JournalReader reader)
            throws WrongUsage, JournalFailure {
        return text == null ? null : point(option, text, run, reader);
    }

    static Point point(String option, String text, long run, JournalReader reader) throws WrongUsage, JournalFailure {
        var end = JournalEnd.of(reader);
        try {
            return new PointText(end, run == 0 ? end.run() : run, ZoneId.systemDefault()).parse(text);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(option + ": " + e.getMessage());
        }
    }
}
