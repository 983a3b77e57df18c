package io.keepsake.history.verify;

import io.keepsake.core.effect.Turn;
import io.keepsake.journal.JournalItem.RunStarted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of comparing one run. */
public final class RunCheck {
    private final RunStarted run;
    private Instant begin;
    private Instant end;
    private long events;
    private long compared;
    private long places;
    private @Nullable Place first;

    /** A turn that is decided otherwise. */
    public record Place(Turn turn, TurnDifference difference) {}

    RunCheck(RunStarted run) {
        this.run = run;
        begin = run.wall();
        end = run.wall();
    }

    void count(Turn turn) {
        end = turn.recorded().wall();
        begin = events++ == 0 ? end : begin;
    }

    void compared() {
        compared++;
    }

    void differs(Turn turn, TurnDifference difference) {
        if (places++ == 0) {
            first = new Place(turn, difference);
        }
    }

    public long number() {
        return run.run();
    }

    /** Of the program that recorded it. */
    public String version() {
        return run.version();
    }

    /** Wall clock of the first event that counts. */
    public Instant begin() {
        return begin;
    }

    public Instant end() {
        return end;
    }

    public long events() {
        return events;
    }

    /** How many of them the core could be given, so that their decisions could be compared. */
    public long known() {
        return compared;
    }

    /** How often it decides otherwise; behind each it takes up the recorded state at the next checkpoint. */
    public long places() {
        return places;
    }

    public @Nullable Place first() {
        return first;
    }
}
