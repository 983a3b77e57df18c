package io.keepsake.daemon.probe;

import io.keepsake.core.event.CheckTiming;

/** The moments of one check, of the clock of {@link ProbeLoop}; 0 for those that did not come. */
final class Stopwatch {
    private long due;
    private long began;
    private long connected;
    private long secured;
    private long answered;

    void begin(long dueAt, long now) {
        due = dueAt;
        began = now;
        connected = 0;
        secured = 0;
        answered = 0;
    }

    void connected(long now) {
        connected = now;
    }

    void secured(long now) {
        secured = now;
    }

    void answered(long now) {
        answered = now;
    }

    /** How long the parts took, when all is over {@code now}. */
    CheckTiming timing(long now) {
        return new CheckTiming(
                began - due,
                between(began, connected),
                between(connected, secured),
                between(Math.max(connected, secured), answered),
                answered == 0 ? 0 : now - answered);
    }

    private static long between(long from, long to) {
        return to == 0 ? 0 : to - from;
    }
}
