package io.keepsake.simulator.invariant;

import io.keepsake.core.value.Role;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import org.jspecify.annotations.Nullable;

/**
 * Whoever takes part in an election hears it: the sockets of a backup and of a master are open and joined on the link as
 * it is now, also after it was gone and came back under the same index. A director that is deaf and does not know it is a
 * second master.
 *
 * <p>Why this bound: sockets are opened in the turn that learns of the link, and tried again a second after they failed.
 */
final class MembershipOnReturnedLink extends WrongForLong {
    private static final long RETRY_NANOS = 1_000_000_000L;
    private static final long BOUND_NANOS = Bounds.withDrift(RETRY_NANOS) + Kernel.READ_NANOS + 4 * Kernel.ANSWER_NANOS;

    private final Roles roles;

    MembershipOnReturnedLink(Roles roles, int machines) {
        super(machines, RETRY_NANOS / 4, BOUND_NANOS);
        this.roles = roles;
    }

    @Override
    @Nullable String wrong(Machine machine) {
        var link = machine.kernel().link();
        for (var table : roles.tables()) {
            var participant = table.participants().get(machine.number());
            var self = participant.self();
            boolean takesPart = participant.isMaster() || participant.role() == Role.BACKUP;
            if (link != null
                    && self != null
                    && takesPart
                    && !machine.kernel().sockets().hears(self.name(), link.index())) {
                return self.name() + " is " + participant.role() + " and hears nobody";
            }
        }
        return null;
    }
}
