package io.keepsake.daemon.script;

import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;

/** What became of one run of a script. */
sealed interface ScriptResult {

    /**
     * It ran.
     *
     * @param status exit status, or the number of the signal; of {@link End#TIMED_OUT} either
     * @param output the last bytes it wrote to stdout and stderr, at most {@link #OUTPUT_MAX}, without NULs
     */
    record Ended(End end, int status, long tookNanos, String output) implements ScriptResult {}

    /** It did not run: it is missing, or must not. */
    record Unavailable(String reason) implements ScriptResult {}

    /** Nobody knows what became of it: the runner is gone, or has too much to do. */
    record Lost(String reason) implements ScriptResult {}

    /** Bytes of output that are kept. */
    int OUTPUT_MAX = 1024;

    /**
     * The same as an event.
     *
     * @param effect index of the effect that asked for it; 0 for the script of a check
     */
    default ScriptEvent event(long effect, String subject, String command) {
        return switch (this) {
            case Ended(var end, var status, var took, var output) ->
                new ScriptEnded(effect, subject, command, end, status, took, output);
            case Lost(var reason) -> new ScriptEnded(effect, subject, command, End.UNKNOWN, 0, 0, reason);
            case Unavailable(var reason) -> new ScriptUnavailable(subject, command, reason);
        };
    }
}
