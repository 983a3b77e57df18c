package io.keepsake.web.merge;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.ClusterScan;
import io.keepsake.journal.JournalItem;
import java.util.Collection;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The findings of journals that are followed. What this holds grows with what happened, up to a bound; beyond it nothing
 * is told rather than a part. For any thread.
 */
public final class LiveFindings {
    /** The room that this takes is looked at once in so many items. */
    private static final long LOOKS = 1_024;

    private static final long PAUSE_NANOS = 500_000_000;

    /** They are made anew after so many times what the last one took. */
    private static final int RESTS = 10;

    private final Object taking = new Object();
    private final long most;
    private @Nullable ClusterScan scan;
    private volatile long items;

    private final LongSupplier nanoTime;

    private @Nullable Findings last;
    private long lastItems;
    private long lastAt;
    private long took;
    private @Nullable String lastProblem;

    /**
     * Findings of nothing yet.
     *
     * @param nodes their names; the clock of the first one counts
     * @param bytes that they may take, about
     */
    public LiveFindings(Collection<String> nodes, long bytes) {
        this(nodes, bytes, System::nanoTime);
    }

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    LiveFindings(Collection<String> nodes, long bytes, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
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
            into.take(node, item);
            scan = items % LOOKS == 0 && into.bytes() > most ? null : into;
        }
    }

    /**
     * What is found now, or was a moment ago: making it costs the more, the more happened.
     *
     * @param problem why it is not all that there is; null when it is
     */
    public synchronized Findings recent(@Nullable String problem) {
        var known = last;
        boolean rests = nanoTime.getAsLong() - lastAt < Math.max(PAUSE_NANOS, took * RESTS);
        return known != null && Objects.equals(lastProblem, problem) && lastItems != items && rests
                ? known.asBehind()
                : now(problem);
    }

    /** What is found of all that was read until now. */
    public synchronized Findings now(@Nullable String problem) {
        var known = last;
        if (known != null && lastItems == items && Objects.equals(lastProblem, problem)) {
            return known;
        }
        long began = nanoTime.getAsLong();
        lastItems = items;
        var history = history();
        var made = history == null
                ? Findings.nothing(
                        "more happened than there is room for here: replay incidents and replay verdicts tell it")
                : Findings.of(history, problem);
        lastAt = nanoTime.getAsLong();
        took = lastAt - began;
        lastProblem = problem;
        last = made;
        return made;
    }

    private @Nullable ClusterHistory history() {
        synchronized (taking) {
            return scan == null ? null : scan.history();
        }
    }
}
