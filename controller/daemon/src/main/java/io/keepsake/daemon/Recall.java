package io.keepsake.daemon;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalReader;

/**
 * What earlier runs of this boot left in the kernel: their journal folded to its end. A run that was killed before it
 * recorded its own recall says nothing of the one before it, so the fold begins at the last run that knew.
 */
final class Recall {
    private final JournalReader journal;
    private final String boot;
    private NodeState state = NodeState.INITIAL;

    private Recall(JournalReader journal, String boot) {
        this.journal = journal;
        this.boot = boot;
    }

    /**
     * What earlier runs left: of what stood in the kernel only that of this boot, since a boot takes it all.
     *
     * @param run the number of this run
     * @param boot the kernel's id of this boot
     */
    static Leftovers before(long run, JournalReader journal, String boot) throws JournalFailure {
        var fold = new Recall(journal, boot);
        long from = run - 1;
        while (from > 1 && !fold.knows(from)) {
            from--;
        }
        if (from >= 1) {
            journal.seekState(from, Long.MAX_VALUE);
            fold.toTheEnd();
        }
        return fold.ofThisBoot();
    }

    /** Whether this run recorded what was left before it. */
    private boolean knows(long run) throws JournalFailure {
        journal.seekState(run, Long.MAX_VALUE);
        for (var item = journal.next(); item != null; item = journal.next()) {
            if (item instanceof JournalItem.RunStarted started && started.run() != run) {
                return false;
            }
            if (item instanceof JournalItem.TurnRead read
                    && tells(read.turn().recorded().event())) {
                return true;
            }
        }
        return false;
    }

    private static boolean tells(Event event) {
        return event instanceof Checkpoint || event instanceof LeftoversRecalled;
    }

    private void toTheEnd() throws JournalFailure {
        for (var item = journal.next(); item != null; item = journal.next()) {
            if (item instanceof JournalItem.TurnRead read) {
                var recorded = read.turn().recorded();
                if (recorded.event() instanceof ProcessStarted) {
                    state = NodeState.after(ofThisBoot());
                }
                state = recorded.event() instanceof Checkpoint checkpoint
                        ? NodeState.of(checkpoint)
                        : NodeReducer.reduce(state, recorded).next();
            }
        }
    }

    private Leftovers ofThisBoot() {
        var left = state.leftovers();
        return state.boot().equals(boot) ? left : left.afterBoot();
    }
}
