package io.keepsake.history.cluster;

import java.util.List;

/**
 * A stretch of time in which a group has the same masters.
 *
 * @param masters nodes, or addresses of routers without a journal here
 * @param unknown nodes of which nobody can tell
 * @param running nodes whose director runs
 */
record Band(Stamp from, Stamp to, List<String> masters, List<String> unknown, List<String> running) {
    Band {
        masters = List.copyOf(masters);
        unknown = List.copyOf(unknown);
        running = List.copyOf(running);
    }

    boolean two() {
        return masters.size() > 1;
    }

    boolean none() {
        return masters.isEmpty();
    }
}
