package io.keepsake.core.config;

import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Script;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code real_server}.
 *
 * @param weight {@code weight}, 0 or more; 0 is drained and does not count for the quorum
 * @param upper {@code uthreshold}
 * @param lower {@code lthreshold}
 * @param inhibit {@code inhibit_on_failure}: weight 0 instead of removal
 * @param alert {@code smtp_alert}: mail when it fails or comes back
 */
public record RealServerConfig(
        Endpoint endpoint,
        Forwarding forwarding,
        int weight,
        int upper,
        int lower,
        boolean inhibit,
        @Nullable Script notifyUp,
        @Nullable Script notifyDown,
        boolean alert,
        List<CheckerConfig> checkers) {
    public RealServerConfig {
        checkers = List.copyOf(checkers);
    }
}
