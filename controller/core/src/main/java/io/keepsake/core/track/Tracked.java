package io.keepsake.core.track;

import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the conditions of an instance make of it.
 *
 * @param faults those that do not hold and have no weight; none means that it can run
 * @param own those of them that are its own, and not what its sync group tracks or another member of that lacks
 * @param hears whether its sockets are open on the present incarnation of its link
 * @param waits whether a script that could make a fault has no result yet, or a member of its sync group is not ready
 * @param priority the effective one: the configured one and the weights, 1 to 254, or 255 of an owner
 * @param weights those that count now, each with the subject it is about, in the order of the configuration
 * @param source where adverts come from; null when there is no such address
 */
public record Tracked(
        List<FaultCause> faults,
        List<FaultCause> own,
        boolean hears,
        boolean waits,
        Priority priority,
        List<Weight> weights,
        @Nullable Ip source) {
    public Tracked {
        faults = List.copyOf(faults);
        own = List.copyOf(own);
        weights = List.copyOf(weights);
    }

    /** Whether it may begin where there is no fault: it hears, and nothing is left to wait for. */
    public boolean ready() {
        return hears && !waits;
    }

    /** With what other members of its sync group lack, which counts while there is no other fault. */
    Tracked among(List<FaultCause> others, boolean ready) {
        return new Tracked(faults.isEmpty() ? others : faults, own, hears, waits || !ready, priority, weights, source);
    }

    /** A weight that counts now. */
    public record Weight(String subject, int weight) {
        @Override
        public String toString() {
            return subject + " " + (weight > 0 ? "+" : "") + weight;
        }
    }
}
