package io.keepsake.replay.whatif;

import io.keepsake.core.event.Decision;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import org.jspecify.annotations.Nullable;

/**
 * A change of role, recorded or simulated.
 *
 * @param place nanoseconds since 1970 on the common clock
 * @param to null for the end of a run without a word
 * @param cite the recorded event, or the last one before a simulated decision
 */
record Moved(
        long place,
        String node,
        InstanceName instance,
        Role from,
        @Nullable Role to,
        String cite) {
    /** The change that a decision makes; null when it makes none. */
    static @Nullable Moved of(long place, String node, Decision decision, String cite) {
        return switch (decision) {
            case Decision.BecameMaster d -> new Moved(place, node, d.instance(), d.from(), Role.MASTER, cite);
            case Decision.BecameBackup d -> new Moved(place, node, d.instance(), d.from(), Role.BACKUP, cite);
            case Decision.BecameFault d -> new Moved(place, node, d.instance(), d.from(), Role.FAULT, cite);
            case Decision.BecameStopped d -> new Moved(place, node, d.instance(), d.from(), Role.INIT, cite);
            default -> null;
        };
    }

    /** Whether it is the same change, whenever it is. */
    boolean like(Moved other) {
        return node.equals(other.node) && instance.equals(other.instance) && from == other.from && to == other.to;
    }
}
