package io.keepsake.core.track;

import io.keepsake.core.value.Moment;

/**
 * What is known of a {@code vrrp_script}.
 *
 * @param held whether an instance with a weight of 0 waits for the first result
 * @param streak results in a row that speak against the verdict
 * @param asked index of the event with which the present run was asked for; 0 while none runs
 * @param nextAt when the next run is due; while one runs, from when it is late
 * @param lostAt when the answer to the present run counts as lost
 */
record ScriptState(Verdict verdict, boolean held, int streak, long asked, Moment nextAt, Moment lostAt) {

    /** What its results say. */
    enum Verdict {
        /** There is none yet. */
        UNKNOWN,
        GOOD,
        BAD
    }

    static ScriptState begun(boolean bad, boolean held, Moment now) {
        return new ScriptState(bad ? Verdict.BAD : Verdict.UNKNOWN, held, 0, 0, now, Moment.NEVER);
    }

    boolean runs() {
        return asked != 0;
    }

    /** The earliest moment at which something is to be done. */
    Moment deadline() {
        return runs() ? lostAt : nextAt;
    }

    ScriptState running(long index, Moment next, Moment lost) {
        return new ScriptState(verdict, held, streak, index, next, lost);
    }

    /** Nothing runs any more; the next run is due at {@code next}. */
    ScriptState idle(Moment next) {
        return new ScriptState(verdict, held, streak, 0, next, Moment.NEVER);
    }

    /** Its results say this now. */
    ScriptState judged(Verdict next) {
        return new ScriptState(next, false, 0, asked, nextAt, lostAt);
    }

    /** So many results in a row speak against the verdict, and that is not enough. */
    ScriptState against(int results) {
        return new ScriptState(verdict, held, results, asked, nextAt, lostAt);
    }

    /** Nobody waits for it. */
    ScriptState released() {
        return new ScriptState(verdict, false, streak, asked, nextAt, lostAt);
    }
}
