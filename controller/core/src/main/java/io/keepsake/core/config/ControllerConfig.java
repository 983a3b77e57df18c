package io.keepsake.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the core is told by {@code keepalived.conf}.
 *
 * @param routerId {@code router_id}, or the host name
 * @param startupDelayNanos {@code vrrp_startup_delay}: adverts are ignored and timers do not run until it is over
 * @param instances in the order of the file; names are unique
 * @param virtualServers in the order of the file; names are unique
 * @param mail where alerts go; null when the file names no server or nobody to write to
 */
public record ControllerConfig(
        String routerId,
        long startupDelayNanos,
        List<InstanceConfig> instances,
        List<VirtualServerConfig> virtualServers,
        LvsConfig lvs,
        ScriptRules scripts,
        @Nullable MailConfig mail) {
    public ControllerConfig {
        instances = List.copyOf(instances);
        virtualServers = List.copyOf(virtualServers);
    }

    /** A configuration of instances alone. */
    public static ControllerConfig ofInstances(
            String routerId, long startupDelayNanos, List<InstanceConfig> instances) {
        return new ControllerConfig(
                routerId, startupDelayNanos, instances, List.of(), LvsConfig.NONE, ScriptRules.NONE, null);
    }
}
