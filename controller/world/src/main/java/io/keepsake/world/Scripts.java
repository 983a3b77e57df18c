package io.keepsake.world;

import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;

/** The scripts that instances of a machine track: how they end, and when. */
public final class Scripts {
    private static final long TOOK_NANOS = 5_000_000L;

    /** More than a director waits beyond the time of a script. */
    private static final long LATE_NANOS = 10_500_000_000L;

    private final Machine machine;
    private Mode mode = Mode.WELL;

    /** What becomes of a run. */
    public enum Mode {
        WELL,
        FAILS,
        /** It is terminated when its time is over. */
        HANGS,
        /** Its answer is lost. */
        SILENT,
        /** It failed, and that is told when the director has given it up and runs it again. */
        LATE,
        /** What ran it was killed. */
        UNKNOWN,
        /** It cannot run, as its file is gone. */
        UNAVAILABLE
    }

    Scripts(Machine machine) {
        this.machine = machine;
    }

    /** What becomes of runs that begin from now on. */
    public void set(Mode other) {
        mode = other;
    }

    void run(long index, RunScript run, Director asker) {
        switch (mode) {
            case WELL -> answer(index, run, asker, End.EXITED, 0, TOOK_NANOS);
            case FAILS -> answer(index, run, asker, End.EXITED, 1, TOOK_NANOS);
            case HANGS -> answer(index, run, asker, End.TIMED_OUT, 15, run.timeoutNanos());
            case SILENT -> {}
            case LATE -> answer(index, run, asker, End.EXITED, 1, run.timeoutNanos() + LATE_NANOS);
            case UNKNOWN -> answer(index, run, asker, End.UNKNOWN, 0, TOOK_NANOS);
            case UNAVAILABLE ->
                tell(
                        new ScriptUnavailable(run.subject(), run.script().toString(), "it is not there"),
                        asker,
                        TOOK_NANOS);
        }
    }

    private void answer(long index, RunScript run, Director asker, End end, int status, long nanos) {
        tell(new ScriptEnded(index, run.subject(), run.script().toString(), end, status, nanos, ""), asker, nanos);
    }

    private void tell(ScriptEvent event, Director asker, long nanos) {
        machine.world().after(nanos, () -> {
            if (asker == machine.director()) {
                asker.offer(event);
            }
        });
    }
}
