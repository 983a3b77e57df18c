package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code promote_secondaries} of a link is on while an instance that asks for it runs there, and off when none does.
 *
 * <p>Why this bound: it is asked for with the first reading, and again a second after a refusal.
 */
final class PromotesWhereAsked extends WrongForLong {
    private static final long EVERY_NANOS = 250_000_000L;
    private static final long BOUND_NANOS =
            Bounds.withDrift(1_000_000_000L) + Kernel.READ_NANOS + 4 * Kernel.ANSWER_NANOS;

    PromotesWhereAsked(int machines) {
        super(machines, EVERY_NANOS, BOUND_NANOS);
    }

    @Override
    @Nullable String wrong(Machine machine) {
        var director = machine.director();
        if (director == null
                || director.state().stopping()
                || !director.state().links().read()) {
            return null;
        }
        var configured = director.state().configured();
        if (configured == null) {
            return null;
        }
        for (var instance : configured.config().instances()) {
            var link = machine.kernel().link(instance.link());
            var asking = asking(configured.config(), instance);
            boolean runs = asking.stream().anyMatch(each -> !handedOver(director.state(), each));
            if (link != null && runs && !link.promotes()) {
                return link.name() + " does not promote secondary addresses";
            }
            if (asking.isEmpty() && director.state().links().promoted(instance.link())) {
                return instance.link() + " promotes secondary addresses, which nobody asks for any more";
            }
        }
        return null;
    }

    private static List<InstanceConfig> asking(ControllerConfig config, InstanceConfig self) {
        return config.instances().stream()
                .filter(instance -> instance.link().equals(self.link())
                        && instance.options().promoteSecondaries())
                .toList();
    }

    /** It runs no more, and its successor stands: a reload that takes it away waits for others. */
    private static boolean handedOver(NodeState state, InstanceConfig self) {
        var vrrp = state.vrrp();
        return vrrp != null && vrrp.state(self.name()) instanceof VrrpState.Stopped stopped && !stopped.leaves();
    }
}
