package io.keepsake.core.event;

/** What became of scripts. */
public sealed interface ScriptEvent extends Event {

    /**
     * A script ended.
     *
     * @param effect index of the effect that asked for it; 0 for the script of a check
     * @param subject whom it is about: {@code tcp:192.168.181.100:80 192.168.181.140:80 notify_down}
     * @param command the script and its arguments
     * @param status exit status, or the number of the signal
     * @param output the last bytes it wrote to stdout and stderr
     */
    record ScriptEnded(long effect, String subject, String command, End end, int status, long tookNanos, String output)
            implements ScriptEvent {}

    /** A script cannot run: it is missing, not executable, or not safe. Told when it is configured and when it is due. */
    record ScriptUnavailable(String subject, String command, String reason) implements ScriptEvent {}

    /** How a script ended. */
    enum End {
        EXITED,
        SIGNALLED,
        /** Its time was over; it was terminated, and killed when that did not help. */
        TIMED_OUT,
        /** Nobody knows: what ran it is gone, or could not take it up; the output says why. */
        UNKNOWN
    }
}
