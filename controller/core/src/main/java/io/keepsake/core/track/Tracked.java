package io.keepsake.core.track;

import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the conditions of an instance make of it.
 *
 * @param faults those that do not hold and have no weight, in the order of {@link io.keepsake.core.value.FaultReason};
 *     none means that it can run
 * @param hears whether its sockets are open on the present incarnation of its link
 * @param waits whether a script that could make a fault has no result yet
 * @param priority the effective one: the configured one and the weights, 1 to 254, or 255 of an owner
 * @param weights those that count now, each with the subject it is about, in the order of the configuration
 * @param source where adverts come from; null when there is no such address
 */
public record Tracked(
        List<FaultCause> faults,
        boolean hears,
        boolean waits,
        Priority priority,
        List<Weight> weights,
        @Nullable Ip source) {
    public Tracked {
        faults = List.copyOf(faults);
        weights = List.copyOf(weights);
    }

    /** Whether it may begin where there is no fault: it hears, and nothing is left to wait for. */
    public boolean ready() {
        return hears && !waits;
    }

    /** A weight that counts now. */
    public record Weight(String subject, int weight) {
        @Override
        public String toString() {
            return subject + " " + (weight > 0 ? "+" : "") + weight;
        }
    }
}
