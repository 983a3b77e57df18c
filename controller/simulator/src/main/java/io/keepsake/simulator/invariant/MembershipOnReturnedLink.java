package io.keepsake.simulator.invariant;

import io.keepsake.core.value.Role;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import org.jspecify.annotations.Nullable;

/**
 * Whoever takes part in an election hears it: the sockets of a backup and of a master are open and joined on the link as
 * it is now, also after it was gone and came back under the same index. A director that is deaf and does not know it is a
 * second master.
 *
 * <p>Why this bound: sockets are opened in the turn that learns of the link, and tried again a second after they failed.
 */
final class MembershipOnReturnedLink implements Watcher {
    private static final long RETRY_NANOS = 1_000_000_000L;
    private static final long BOUND_NANOS = Bounds.withDrift(RETRY_NANOS) + Kernel.READ_NANOS + 4 * Kernel.ANSWER_NANOS;

    private final Roles roles;
    private final long[] rightAt;
    private long lookAt;

    MembershipOnReturnedLink(Roles roles, int machines) {
        this.roles = roles;
        rightAt = new long[machines];
    }

    @Override
    public void onTime(World world) {
        if (world.now() < lookAt) {
            return;
        }
        lookAt = world.now() + RETRY_NANOS / 4;
        for (var machine : world.machines()) {
            var director = machine.director();
            var deaf = director == null || director.paused() ? null : deaf(machine);
            long calm = machine.kernel().calmSince();
            if (deaf == null || calm == Long.MAX_VALUE) {
                rightAt[machine.number()] = world.now();
            } else if (world.now() - Math.max(calm, rightAt[machine.number()]) > BOUND_NANOS) {
                throw new Violation(
                        "MembershipOnReturnedLink",
                        machine.number(),
                        deaf + " and hears nobody since " + Bounds.seconds(rightAt[machine.number()]));
            }
        }
    }

    private @Nullable String deaf(Machine machine) {
        var link = machine.kernel().link();
        for (var table : roles.tables()) {
            var participant = table.participants().get(machine.number());
            var self = participant.self();
            boolean takesPart = participant.isMaster() || participant.role() == Role.BACKUP;
            if (link != null
                    && self != null
                    && takesPart
                    && !machine.kernel().sockets().hears(self.name(), link.index())) {
                return self.name() + " is " + participant.role();
            }
        }
        return null;
    }
}
