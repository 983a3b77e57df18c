package io.keepsake.simulator.invariant;

import io.keepsake.core.config.VirtualAddress;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A virtual address that a director put on a link stands with the label, the scope, the broadcast address and the peer that are
 * configured now, also when a reload brought them.
 *
 * <p>Why this bound: an address that is to stand otherwise goes and comes again, two answers of the kernel; one that was
 * refused is tried again after a second.
 */
final class AppliesLabels extends WrongForLong {
    private static final long RETRY_NANOS = 1_000_000_000L;
    private static final long BOUND_NANOS =
            2 * Bounds.withDrift(RETRY_NANOS) + Kernel.READ_NANOS + 8 * Kernel.ANSWER_NANOS;

    private final Roles roles;

    AppliesLabels(Roles roles, int machines) {
        super(machines, RETRY_NANOS / 2, BOUND_NANOS);
        this.roles = roles;
    }

    @Override
    @Nullable String wrong(Machine machine) {
        for (var table : roles.tables()) {
            var participant = table.participants().get(machine.number());
            var self = participant.self();
            if (self != null && participant.isMaster()) {
                for (var address : self.addresses()) {
                    var standing = machine.kernel().form(address.place());
                    boolean ours = recalled(machine) && !isOfHost(machine, address);
                    if (standing != null && ours && !sameForm(standing, address)) {
                        return "has " + standing + ", expected " + address;
                    }
                }
            }
        }
        return null;
    }

    /** Before the journal was read, what an earlier run put there is the host's: decision 0018. */
    private static boolean recalled(Machine machine) {
        var director = machine.director();
        return director != null && director.recalled();
    }

    /** What an owner has of the host stands as it stands, also when a director put it back. */
    private static boolean isOfHost(Machine machine, VirtualAddress address) {
        var director = machine.director();
        return director != null && director.state().links().isOfHost(address.place());
    }

    private static boolean sameForm(VirtualAddress one, VirtualAddress other) {
        return one.scope() == other.scope()
                && Objects.equals(one.label(), other.label())
                && Objects.equals(one.broadcast(), other.broadcast())
                && Objects.equals(one.peer(), other.peer());
    }
}
