package io.keepsake.replay.bisect;

import io.keepsake.core.value.Role;

/**
 * What becomes of the decision without a cause.
 *
 * @param kind whether it is still taken
 * @param shiftNanos how much later than with all events, or, below zero, earlier; 0 where it is not taken
 * @param role of the instance at the end of what was played
 */
public record Finding(Cause cause, Kind kind, long shiftNanos, Role role) {

    /** Whether the decision is still taken. */
    public enum Kind {
        /** It is not, as far as was played. */
        NOT_TAKEN,
        /** It is, at another time. */
        MOVED,
        SAME
    }
}
