package io.keepsake.daemon;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.OperatorEvent.Stamp;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalReader;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs of this boot left in the kernel: their journal folded to its end. A run that was killed before it
 * recorded its own recall says nothing of the one before it, so the fold begins at the last run that knew.
 */
final class Recall {
    private final JournalReader journal;
    private NodeState state = NodeState.INITIAL;
    private @Nullable Stamp last;

    private Recall(JournalReader journal) {
        this.journal = journal;
    }

    /**
     * What earlier runs left: of what stood in the kernel only that of this boot, since a boot takes it all. Drains go on
     * from one boot to the next by the wall clock.
     *
     * @param run the number of this run
     * @param boot the kernel's id of this boot
     * @param now of this boot
     */
    static Leftovers before(long run, JournalReader journal, String boot, Stamp now) throws JournalFailure {
        var fold = new Recall(journal);
        long from = run - 1;
        while (from > 1 && !fold.knows(from)) {
            from--;
        }
        if (from >= 1) {
            journal.seekState(from, Long.MAX_VALUE);
            fold.toTheEnd();
        }
        return fold.leftovers(boot, now);
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
                var stamp = new Stamp(recorded.at(), recorded.wall());
                if (recorded.event() instanceof ProcessStarted started) {
                    state = NodeState.after(leftovers(started.bootId(), stamp));
                }
                last = stamp;
                state = recorded.event() instanceof Checkpoint checkpoint
                        ? NodeState.of(checkpoint)
                        : NodeReducer.reduce(state, recorded).next();
            }
        }
    }

    /** What is left for a run that begins now in this boot. */
    private Leftovers leftovers(String boot, Stamp now) {
        var left = state.leftovers();
        var end = last;
        return end == null || state.boot().equals(boot) ? left : left.afterBoot(end, now);
    }
}
