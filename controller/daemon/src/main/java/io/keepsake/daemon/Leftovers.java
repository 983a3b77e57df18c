package io.keepsake.daemon;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalReader;
import java.util.List;

/** What the run before this one left in the kernel: its journal folded to its end. */
final class Leftovers {
    private Leftovers() {}

    /** The addresses that run put on links and was not seen to take away. */
    static List<LinkAddress> of(JournalReader tail) throws JournalFailure {
        var state = NodeState.INITIAL;
        for (var item = tail.next(); item != null; item = tail.next()) {
            if (item instanceof JournalItem.TurnRead read) {
                var recorded = read.turn().recorded();
                state = recorded.event() instanceof Checkpoint checkpoint
                        ? NodeState.of(checkpoint)
                        : NodeReducer.reduce(state, recorded).next();
            }
        }
        return state.leftovers();
    }
}
