package io.keepsake.web.merge;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.ClusterScan;
import io.keepsake.journal.JournalItem;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the account of journals that are followed. What it holds grows with what happened, up to a bound; beyond it nothing
 * is told rather than a part. For any thread.
 */
public final class Account {
    /** It is looked at the room that it takes once in so many items. */
    private static final long LOOKS = 1_024;

    private static final long PAUSE_NANOS = 500_000_000;

    /** An account is made anew after so many times what the last one took. */
    private static final int RESTS = 10;

    private final Object taking = new Object();
    private final long most;
    private @Nullable ClusterScan scan;
    private volatile long items;
    private volatile String ended = "";

    private @Nullable Told told;
    private long toldOf;
    private long toldAt;
    private long took;
    private @Nullable String toldProblem;

    /**
     * An account of nothing yet.
     *
     * @param nodes their names; the clock of the first one counts
     * @param bytes that it may take, about
     */
    public Account(Collection<String> nodes, long bytes) {
        scan = new ClusterScan(nodes);
        most = bytes;
    }

    /** The next item of the journal of this node. */
    public void take(String node, JournalItem item) {
        synchronized (taking) {
            var into = scan;
            if (into == null) {
                return;
            }
            items++;
            try {
                into.take(node, item);
            } catch (RuntimeException e) {
                // who follows a journal goes on; replay says what is wrong with it
                end("the journal of " + node + " cannot be made sense of (" + e + ")");
            }
            if (items % LOOKS == 0 && into.bytes() > most) {
                end("more happened than there is room for here");
            }
        }
    }

    private void end(String why) {
        scan = null;
        ended = why;
    }

    /**
     * What is told now, or was a moment ago: making it costs the more, the more happened.
     *
     * @param problem why it is not all that there is; null when it is
     */
    public synchronized Told told(@Nullable String problem) {
        var last = told;
        long now = System.nanoTime();
        if (last != null && Objects.equals(toldProblem, problem)) {
            if (toldOf == items) {
                return last;
            }
            if (now - toldAt < Math.max(PAUSE_NANOS, took * RESTS)) {
                return last.isBehind();
            }
        }
        toldOf = items;
        var history = history();
        var made = history == null
                ? Told.nothing(ended + ": replay incidents and replay verdicts tell it")
                : Told.of(history, problem);
        took = System.nanoTime() - now;
        toldAt = System.nanoTime();
        toldProblem = problem;
        told = made;
        return made;
    }

    private @Nullable ClusterHistory history() {
        synchronized (taking) {
            return scan == null ? null : scan.history();
        }
    }
}
