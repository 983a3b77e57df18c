package io.keepsake.replay;

import io.keepsake.history.fold.ConfiguredNames;
import io.keepsake.history.fold.JournalCover;
import io.keepsake.history.fold.Point;
import io.keepsake.history.fold.PointText;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which part of the journal. */
final class WindowOptions {
    @Mixin
    private final ZoneOptions zone = new ZoneOptions();

    @Option(
            names = "--from",
            paramLabel = "T",
            description = {
                "begin here: 2026-11-22T03:12:07Z, or any time as it is printed (with T or a blank, with or without zone);",
                "03:12 or 03:12:07 (the last one before the end of the journal; --to is the first one after it),",
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

    /** By which times are printed. */
    Clock clock() throws WrongUsage {
        return zone.clock();
    }

    Window window(JournalReader reader) throws WrongUsage, JournalFailure {
        var clock = clock();
        if (from == null && to == null && run == 0) {
            return Window.ALL;
        }
        var cover = cover(reader, run, clock);
        try {
            return checked(text(cover, run, clock).window(from, to, run), cover, clock);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--from, --to: " + e.getMessage());
        }
    }

    /** Whether it was asked for a part only. */
    boolean isPart() {
        return from != null || to != null || run != 0;
    }

    private static Window checked(Window window, JournalCover cover, Clock clock) throws WrongUsage {
        checkRun(window.from(), cover, clock);
        checkRun(window.to(), cover, clock);
        return window;
    }

    private static void checkRun(@Nullable Point point, JournalCover cover, Clock clock) throws WrongUsage {
        if (point instanceof Point.AtIndex at && !cover.holds(at.run())) {
            throw new WrongUsage("there is no run " + at.run() + ": the journal has " + cover.print(clock));
        }
    }

    private static PointText text(JournalCover cover, long run, Clock clock) {
        return new PointText(cover.end(), run == 0 ? cover.end().run() : run, clock.zone());
    }

    /** What the journal covers, which {@code run} must be in. */
    static JournalCover cover(JournalReader reader, long run, Clock clock) throws WrongUsage, JournalFailure {
        var cover = JournalCover.of(reader);
        if (run != 0 && !cover.holds(run)) {
            throw new WrongUsage("--run: there is no run " + run + ": the journal has " + cover.print(clock));
        }
        return cover;
    }

    /** What is to be said of a window that holds nothing. */
    static String nothingIn(JournalReader reader, Clock clock) throws JournalFailure {
        return "nothing is recorded in this window; the journal has "
                + JournalCover.of(reader).print(clock);
    }

    /** What is to be said of an instance or virtual server that is not there. */
    static WrongUsage unknown(@Nullable String name, JournalReader reader, Window window) throws JournalFailure {
        var names = ConfiguredNames.in(reader, window);
        return new WrongUsage("--instance: nothing called " + name + " is configured in this window; there is "
                + (names.isEmpty() ? "nothing that is known" : String.join(", ", names)));
    }

    /** The end of what is asked for by one option. */
    static Point until(String option, String text, JournalReader reader, Clock clock)
            throws WrongUsage, JournalFailure {
        var cover = cover(reader, 0, clock);
        try {
            var point = text(cover, 0, clock).parseEnd(text);
            checkRun(point, cover, clock);
            return point;
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(option + ": " + e.getMessage());
        }
    }
}
