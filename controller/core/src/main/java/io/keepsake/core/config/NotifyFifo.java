package io.keepsake.core.config;

import io.keepsake.core.value.Script;
import org.jspecify.annotations.Nullable;

/**
 * A pipe that is told of changes, a line each.
 *
 * @param servers whether it is told of virtual servers: {@code lvs_notify_fifo}, {@code notify_fifo}
 * @param instances whether it is told of instances: {@code vrrp_notify_fifo}, {@code notify_fifo}
 * @param script the program that reads it, started with the path behind its arguments; null when somebody else does
 */
public record NotifyFifo(
        String path,
        boolean servers,
        boolean instances,
        @Nullable Script script) {}
