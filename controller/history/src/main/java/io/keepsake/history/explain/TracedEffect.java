package io.keepsake.history.explain;

import io.keepsake.core.value.Moment;
import org.jspecify.annotations.Nullable;

/** An effect, or one change of a program of IPVS, in words, and what became of it. */
final class TracedEffect {
    private final long index;
    private final int position;
    private final Moment asked;
    private final String text;
    private final boolean awaited;
    private @Nullable String outcome;

    /**
     * @param position in a program of IPVS; 0 for others
     * @param awaited whether an answer must come
     */
    TracedEffect(long index, int position, Moment asked, String text, boolean awaited) {
        this.index = index;
        this.position = position;
        this.asked = asked;
        this.text = text;
        this.awaited = awaited;
    }

    boolean is(long index) {
        return this.index == index;
    }

    boolean is(long index, int position) {
        return this.index == index && this.position == position;
    }

    Moment asked() {
        return asked;
    }

    /** Whether an answer must come and has not. */
    boolean open() {
        return awaited && outcome == null;
    }

    /** The first answer counts: what was refused is not applied. */
    void became(String what) {
        if (outcome == null) {
            outcome = what;
        }
    }

    String print(NodeHistory node, Ending ending) {
        var end = outcome != null ? ", " + outcome : awaited ? ", " + ending.unanswered() : "";
        return text + " (" + node.cite(index) + end + ")";
    }
}
