package io.keepsake.core.event;

import io.keepsake.core.event.OperatorEvent.Stamp;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;

/**
 * An instance is kept from being master because someone said so, and its sync group with it.
 *
 * @param instance the one that was named
 * @param until when it ends by itself; {@link Moment#NEVER} until it is released
 * @param by who asked
 */
public record Hold(InstanceName instance, Kind kind, Moment until, String reason, String by) {

    /** How strictly. */
    public enum Kind {
        /** Gives way to any other router, also to a lower one; is master again when nobody else is heard. */
        DEMOTE,
        /** Is not master, also when nobody else is. */
        HOLD
    }

    /** The same of an instance that has another name now. */
    public Hold of(InstanceName other) {
        return new Hold(other, kind, until, reason, by);
    }

    /** This hold in another boot of the machine: it goes on by the wall clock, but for no longer than it had left. */
    Hold movedTo(Stamp end, Stamp now) {
        return new Hold(instance, kind, now.carried(until, end), reason, by);
    }
}
