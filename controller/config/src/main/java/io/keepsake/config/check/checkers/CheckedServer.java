package io.keepsake.config.check.checkers;

import io.keepsake.core.value.Endpoint;

/**
 * What the checkers of a real server take from around them.
 *
 * @param target where they probe unless they say otherwise
 * @param choices what the real server and the virtual server say about probes
 * @param delayLoopNanos {@code delay_loop} of the virtual server, the default of {@code misc_timeout}
 * @param logAllFailures {@code checker_log_all_failures}
 */
public record CheckedServer(
        Endpoint target, ProbeChoices choices, long delayLoopNanos, boolean logAllFailures, TrackFiles files) {}
