package io.keepsake.core.config;

import java.util.List;

/**
 * Everything the core is told by {@code keepalived.conf}.
 *
 * @param routerId {@code router_id}, or the host name
 * @param startupDelayNanos {@code vrrp_startup_delay}: adverts are ignored and timers do not run until it is over
 * @param instances in the order of the file; names are unique
 */
public record ControllerConfig(String routerId, long startupDelayNanos, List<InstanceConfig> instances) {
    public ControllerConfig {
        instances = List.copyOf(instances);
    }
}
