package io.keepsake.history.explain;

import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import io.keepsake.journal.JournalReader;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must be known of a journal before its account begins: read in a pass of its own. */
final class Overview {
    private final Window window;
    private final Clock clock;
    private final TreeMap<Long, RunOverview> runs = new TreeMap<>();
    private final List<String> damageBefore = new ArrayList<>();
    private long lastRun;
    /** Whether the window ends before the journal does; then what ended the last run read is not known. */
    private boolean cut;

    private Overview(Window window, Clock clock) {
        this.window = window;
        this.clock = clock;
    }

    /** Of all that the reader gives up to the end of the window, and of the run after it. */
    static Overview read(JournalReader reader, Window window, Clock clock) throws JournalFailure {
        var overview = new Overview(window, clock);
        overview.read(reader);
        return overview;
    }

    private void read(JournalReader reader) throws JournalFailure {
        lastRun = reader.lastRun();
        RunOverview present = null;
        for (var item = reader.next(); item != null; item = reader.next()) {
            switch (item) {
                case RunStarted started -> {
                    present = new RunOverview(started, window, clock);
                    runs.put(started.run(), present);
                }
                case TurnRead read -> {
                    if (present == null) {
                        continue;
                    }
                    if (window.endsBefore(read.run())) {
                        // the run after the window is read for its boot only
                        present.onTurn(read.turn());
                        return;
                    }
                    if (window.endsBefore(read.run(), read.turn())) {
                        cut = true;
                        return;
                    }
                    present.onTurn(read.turn());
                }
                case Unknown unknown -> {
                    if (present != null) {
                        present.onLost(
                                unknown.index(),
                                "a turn with a kind that this version does not know: " + unknown.kind());
                    }
                }
                case Damaged damaged -> onDamage(present, damaged);
            }
        }
    }

    private void onDamage(@Nullable RunOverview present, Damaged damaged) {
        var what = "damage in " + damaged.file() + " at byte " + damaged.position() + ": " + damaged.what();
        if (present == null) {
            damageBefore.add("MISSING: what is before the first run that can be read: " + what);
        } else {
            present.onLost(0, what);
        }
    }

    @Nullable RunOverview run(long number) {
        return runs.get(number);
    }

    /** Whether anything of the journal is in the window. */
    boolean holdsAny() {
        return runs.values().stream().anyMatch(RunOverview::holdsAny);
    }

    boolean incomplete() {
        return !damageBefore.isEmpty() || runs.values().stream().anyMatch(run -> run.holdsAny() && run.incomplete());
    }

    /** What must be said before any account. */
    List<String> head() {
        return damageBefore;
    }

    /** What must be said of the runs between the one before {@code next} and it. */
    List<String> before(RunOverview next) {
        var previous = runs.lowerKey(next.number());
        return previous == null ? List.of() : withoutTurns(previous + 1, next.number() - 1);
    }

    /** What must be said of the runs after the last that has a turn. */
    List<String> tail() {
        return window.to() != null || window.run() != 0 || runs.isEmpty()
                ? List.of()
                : withoutTurns(runs.lastKey() + 1, lastRun);
    }

    private static List<String> withoutTurns(long from, long to) {
        var lines = new ArrayList<String>();
        for (long run = from; run <= to; run++) {
            lines.add("run " + run + " recorded nothing: the director ended before its first turn reached the disk, or"
                    + " its files are missing");
        }
        return lines;
    }

    /**
     * How a run ended, in words.
     *
     * @param masterOf the instances of which it was master then; may be empty
     */
    String ending(RunOverview run, String masterOf) {
        var last = run.lastTurn();
        var stopped = run.stopped();
        var next = runs.higherEntry(run.number());
        if (cut && next == null) {
            return "cut by --to; what came later is not told";
        }
        if (stopped != null && stopped.event() instanceof StopRequested request) {
            return "run " + run.number() + " was stopped by " + request.by() + " at " + clock.dated(stopped.wall())
                    + " (" + run.number() + "#" + stopped.index() + ")";
        }
        if (last == null) {
            return "nothing is recorded of it";
        }
        var at = clock.dated(last.wall()) + " (" + run.number() + "#" + last.index() + ")";
        var master = masterOf.isEmpty() ? "" : "; it was master of " + masterOf + " then";
        return next == null && lastRun <= run.number()
                ? "nothing is recorded after " + at
                        + "; whether it still runs, was killed or stands still, the journal does not tell"
                : "run " + run.number() + " ended without a word after " + at + master + ": "
                        + how(run, next == null ? null : next.getValue());
    }

    private String how(RunOverview run, @Nullable RunOverview next) {
        var boot = run.boot();
        var later = next == null ? null : next.boot();
        var began = next == null ? "" : "; run " + next.number() + " began at " + clock.dated(next.begun());
        if (boot == null || later == null) {
            return "killed, crashed, frozen or without power, one cannot tell" + began;
        }
        return (boot.equals(later)
                        ? "killed, crashed or frozen, on a machine that went on"
                        : "the machine went down (power, reset, panic), or it was killed before a reboot")
                + began;
    }

    /** Whether names are known, and this is none of them. */
    boolean knowsNot(String name) {
        return runs.values().stream().anyMatch(run -> !run.names().isEmpty())
                && runs.values().stream().noneMatch(run -> run.names().contains(name));
    }
}
