package io.keepsake.daemon.probe;

/**
 * What became of the script of a MISC_CHECK.
 *
 * @param status exit status, or the number of the signal; 0 for the other ends
 * @param output the last that it wrote, or why it is unavailable or unknown
 */
public record MiscResult(End end, int status, String output) {

    /** How it ended. */
    public enum End {
        EXITED,
        SIGNALLED,
        /** Its time was over, and the runner ended it. */
        TIMED_OUT,
        /** Nobody knows: what ran it is gone, or could not take it up. */
        UNKNOWN,
        /** It is missing or may not run; nothing was started. */
        UNAVAILABLE
    }
}
