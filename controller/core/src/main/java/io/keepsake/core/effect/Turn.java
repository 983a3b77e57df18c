package io.keepsake.core.effect;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Recorded;
import java.util.List;

/**
 * One event and all that followed from it: the unit the journal writes, whole or not at all. The event has the index of
 * {@code recorded}; the decisions have the next ones, in order, and then the effects.
 */
public record Turn(Recorded recorded, List<Decision> decisions, List<Effect> effects) {
    public Turn {
        decisions = List.copyOf(decisions);
        effects = List.copyOf(effects);
    }

    public long decisionIndex(int position) {
        return recorded.index() + 1 + position;
    }

    public long effectIndex(int position) {
        return recorded.index() + 1 + decisions.size() + position;
    }

    /** The index that the next turn has. */
    public long nextIndex() {
        return recorded.index() + 1 + decisions.size() + effects.size();
    }
}
