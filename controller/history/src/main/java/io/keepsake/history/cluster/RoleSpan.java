package io.keepsake.history.cluster;

import org.jspecify.annotations.Nullable;

/**
 * What one router of a group was over a stretch of time.
 *
 * @param router a node, or the address of one without a journal here
 * @param to the end; null when it goes on as far as the record does
 */
record RoleSpan(
        String router, State state, Stamp from, @Nullable Stamp to) {
    enum State {
        MASTER,
        /** It runs and is not master. */
        OTHER,
        /** No director runs. */
        GONE,
        /** Its record does not tell. */
        UNKNOWN
    }
}
