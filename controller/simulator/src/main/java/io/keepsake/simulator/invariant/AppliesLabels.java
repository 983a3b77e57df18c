package io.keepsake.simulator.invariant;

import io.keepsake.core.config.VirtualAddress;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A virtual address that a director put on a link stands with the label, the scope and the broadcast address that are
 * configured now, also when a reload brought them.
 *
 * <p>Why this bound: an address that is to stand otherwise goes and comes again, two answers of the kernel; one that was
 * refused is tried again after a second.
 */
final class AppliesLabels implements Watcher {
    private static final long RETRY_NANOS = 1_000_000_000L;
    private static final long BOUND_NANOS =
            2 * Bounds.withDrift(RETRY_NANOS) + Kernel.READ_NANOS + 8 * Kernel.ANSWER_NANOS;

    private final Roles roles;
    private final long[] rightAt;
    private long lookAt;

    AppliesLabels(Roles roles, int machines) {
        this.roles = roles;
        rightAt = new long[machines];
    }

    @Override
    public void onTime(World world) {
        if (world.now() < lookAt) {
            return;
        }
        lookAt = world.now() + RETRY_NANOS / 2;
        for (var machine : world.machines()) {
            var director = machine.director();
            long calm = machine.kernel().calmSince();
            var wrong = director == null || director.paused() ? null : wrong(machine);
            if (wrong == null || calm == Long.MAX_VALUE) {
                rightAt[machine.number()] = world.now();
            } else if (world.now() - Math.max(calm, rightAt[machine.number()]) > BOUND_NANOS) {
                throw new Violation(
                        "AppliesLabels",
                        machine.number(),
                        wrong + " since " + Bounds.seconds(rightAt[machine.number()]));
            }
        }
    }

    private @Nullable String wrong(Machine machine) {
        for (var table : roles.tables()) {
            var participant = table.participants().get(machine.number());
            var self = participant.self();
            if (self != null && participant.isMaster()) {
                for (var address : self.addresses()) {
                    var standing = machine.kernel().form(address.place());
                    if (standing != null && !sameForm(standing, address)) {
                        return "has " + standing + ", expected " + address;
                    }
                }
            }
        }
        return null;
    }

    private static boolean sameForm(VirtualAddress one, VirtualAddress other) {
        return one.scope() == other.scope()
                && Objects.equals(one.label(), other.label())
                && Objects.equals(one.broadcast(), other.broadcast());
    }
}
