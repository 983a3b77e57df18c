package io.keepsake.core;

import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.value.InstanceName;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration on its way into force: masters that it takes away hand over before, so that some host has their addresses
 * all the time (decision 0024). The core bounds how long a handover takes. For one thread, and one reload at a time.
 */
public final class PendingReload {
    private static final String BY = "reload";

    private final ConfigAccepted accepted;
    private final Set<InstanceName> asked = new HashSet<>();

    public PendingReload(ConfigAccepted accepted) {
        this.accepted = accepted;
    }

    /**
     * What the director is to be told now: to hand over, or, at last, the configuration.
     *
     * @param state of the director; it may be older than what it was told last
     * @return null while successors are waited for; nothing more is to be asked after the configuration
     */
    public @Nullable OperatorEvent next(NodeState state) {
        var leaving = state.leaving(accepted.config());
        if (!asked.containsAll(leaving)) {
            asked.addAll(leaving);
            return new HandoverRequested(leaving, BY);
        }
        boolean waits =
                !state.stopping() && (!leaving.isEmpty() || asked.stream().anyMatch(state::leaves));
        return waits ? null : accepted;
    }
}
