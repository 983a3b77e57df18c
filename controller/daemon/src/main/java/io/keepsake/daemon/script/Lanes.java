package io.keepsake.daemon.script;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits for its turn: jobs of one lane one after another as they came, lanes side by side up to a bound. For one
 * thread.
 */
final class Lanes<T> {
    private final int runningMax;
    private final Map<String, Queue<T>> waiting = new HashMap<>();
    private final Queue<String> ready = new ArrayDeque<>();
    private final Set<String> running = new HashSet<>();

    Lanes(int runningMax) {
        this.runningMax = runningMax;
    }

    void add(String lane, T job) {
        var queue = waiting.get(lane);
        if (queue == null) {
            queue = new ArrayDeque<>();
            waiting.put(lane, queue);
            if (!running.contains(lane)) {
                ready.add(lane);
            }
        }
        queue.add(job);
    }

    /** The next job that may begin, which counts as running from here on; null for none. */
    @Nullable T next() {
        if (running.size() >= runningMax || ready.isEmpty()) {
            return null;
        }
        var lane = ready.remove();
        var queue = waiting.get(lane);
        if (queue == null) {
            throw new IllegalStateException("lane " + lane + " is ready and empty");
        }
        var job = queue.remove();
        if (queue.isEmpty()) {
            waiting.remove(lane);
        }
        running.add(lane);
        return job;
    }

    /** The running job of this lane is over. */
    void over(String lane) {
        if (running.remove(lane) && waiting.containsKey(lane)) {
            ready.add(lane);
        }
    }

    boolean isIdle() {
        return running.isEmpty() && waiting.isEmpty();
    }
}
