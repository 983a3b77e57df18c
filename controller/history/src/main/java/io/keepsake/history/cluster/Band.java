package io.keepsake.history.cluster;

import java.util.List;

/**
 * A stretch of time in which a group has the same masters.
 *
 * @param masters nodes, or addresses of routers without a journal here
 * @param unknown nodes of which nobody can tell
 * @param running nodes whose director runs
 */
public record Band(Stamp from, Stamp to, List<String> masters, List<String> unknown, List<String> running) {
    public Band {
        masters = List.copyOf(masters);
        unknown = List.copyOf(unknown);
        running = List.copyOf(running);
    }

    /** Whether more than one is master. */
    public boolean two() {
        return masters.size() > 1;
    }

    /** Whether none of those of which anything is known is master. */
    public boolean none() {
        return masters.isEmpty();
    }
}
