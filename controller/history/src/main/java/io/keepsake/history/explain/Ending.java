package io.keepsake.history.explain;

/** Why a paragraph is told now. */
enum Ending {
    /** Nothing more can come of it. */
    SETTLED("no answer recorded"),
    /** The window that was asked for ends. */
    CUT("its answer is past --to"),
    /** Nothing more of the run is recorded. */
    RECORD_ENDS("no answer: the record of this run ends before"),
    /** Too many wait. */
    CROWDED("its answer was not waited for: too much happened at once");

    private final String unanswered;

    Ending(String unanswered) {
        this.unanswered = unanswered;
    }

    /** What it means that an effect has no answer. */
    String unanswered() {
        return unanswered;
    }
}
