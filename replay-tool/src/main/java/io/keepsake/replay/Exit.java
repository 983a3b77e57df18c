package io.keepsake.replay;

/** The exit codes. */
final class Exit {
    static final int FINE = 0;
    static final int DIVERGED = 1;
    static final int USAGE = 2;
    /** Something is missing or damaged in the input, or it cannot be read. */
    static final int INCOMPLETE = 3;

    private Exit() {}
}
