package io.keepsake.config.check.servers;

import org.jspecify.annotations.Nullable;

/**
 * What {@code global_defs} says for all virtual servers.
 *
 * @param alert {@code smtp_alert_checker}, or {@code smtp_alert}; null when the file names neither
 * @param logAllFailures {@code checker_log_all_failures}
 */
public record ServerDefaults(@Nullable Boolean alert, boolean logAllFailures) {}
