package io.keepsake.world;

import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;

/** The scripts that instances of a machine track: how they end, and when. */
public final class Scripts {
    private static final long TOOK_NANOS = 5_000_000L;

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
        /** What ran it was killed. */
        UNKNOWN
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
            case UNKNOWN -> answer(index, run, asker, End.UNKNOWN, 0, TOOK_NANOS);
        }
    }

    private void answer(long index, RunScript run, Director asker, End end, int status, long nanos) {
        var ended = new ScriptEnded(index, run.subject(), run.script().toString(), end, status, nanos, "");
        machine.world().after(nanos, () -> {
            if (asker == machine.director()) {
                asker.offer(ended);
            }
        });
    }
}
