package io.keepsake.world;

import io.keepsake.core.config.ControllerConfig;

/**
 * What a machine is from the beginning.
 *
 * @param config the checked configuration of {@code configText}
 * @param configText as {@code keepalived.conf} has it
 * @param driftPpm millionths that its monotonic clock runs fast
 * @param startNanos when its director starts for the first time
 * @param recallNanos from the start of a run until its journal is open
 */
public record NodePlan(ControllerConfig config, String configText, int driftPpm, long startNanos, long recallNanos) {
    private static final long NEVER = Long.MAX_VALUE / 2;

    NodePlan neverStarted() {
        return new NodePlan(config, configText, driftPpm, NEVER, recallNanos);
    }

    boolean neverStarts() {
        return startNanos == NEVER;
    }
}
