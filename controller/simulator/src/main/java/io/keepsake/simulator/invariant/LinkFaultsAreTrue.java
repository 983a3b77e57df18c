package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * No instance is in FAULT because of a link that is there, up and has carrier: also when a reload is the first to name it.
 *
 * <p>Why this bound: a notice of the link, or a reading of everything, and nothing else is needed. A link whose return is
 * delayed is left to {@link FaultHasReason}.
 */
final class LinkFaultsAreTrue extends WrongForLong {
    private static final long EVERY_NANOS = 250_000_000L;
    private static final long BOUND_NANOS = Kernel.READ_NANOS + 4 * Kernel.ANSWER_NANOS;
    private static final Set<FaultReason> OF_LINKS = Set.of(
            FaultReason.INTERFACE_MISSING,
            FaultReason.INTERFACE_DOWN,
            FaultReason.ADDRESS_INTERFACE_DOWN,
            FaultReason.ROUTING_INTERFACE_DOWN,
            FaultReason.TRACKED_INTERFACE);

    LinkFaultsAreTrue(int machines) {
        super(machines, EVERY_NANOS, BOUND_NANOS);
    }

    @Override
    @Nullable String wrong(Machine machine) {
        var director = machine.director();
        if (director == null || !director.state().links().read()) {
            return null;
        }
        var configured = director.state().configured();
        if (configured == null) {
            return null;
        }
        for (var instance : configured.config().instances()) {
            var tracked = configured.track().at(configured.track().place(instance.name()));
            for (var fault : tracked.faults()) {
                if (OF_LINKS.contains(fault.reason())
                        && configured.config().linkDelays().stream()
                                .noneMatch(delay -> delay.link().value().equals(fault.subject()))
                        && isFine(machine, fault) != reversed(machine, instance, fault)) {
                    return instance.name() + " is in FAULT by " + fault + ", and that link is as it should be,";
                }
            }
        }
        return null;
    }

    /** A link of {@code track_interface} that must not be fine. */
    private static boolean reversed(Machine machine, InstanceConfig self, FaultCause fault) {
        var ofGroup = machine.config().syncGroups().stream()
                .filter(group -> group.members().contains(self.name()))
                .flatMap(group -> group.trackedLinks().stream());
        return fault.reason() == FaultReason.TRACKED_INTERFACE
                && Stream.concat(self.trackedLinks().stream(), ofGroup)
                        .anyMatch(t -> t.reverse() && t.link().value().equals(fault.subject()));
    }

    private static boolean isFine(Machine machine, FaultCause fault) {
        var link = machine.kernel().link(new InterfaceName(fault.subject()));
        return link != null && link.usable();
    }
}
