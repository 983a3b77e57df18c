package io.keepsake.core.config;

import io.keepsake.core.value.Script;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.VirtualServerName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code virtual_server}, checked, with every default filled in and every inherited value handed down.
 *
 * @param keys the services of the kernel it stands for: one, or those of its {@code virtual_server_group}
 * @param scheduling how each of them is balanced; the key in it is the first of {@code keys}
 * @param omega {@code omega}: run notify_down and quorum_down when the director stops
 * @param quorum {@code quorum}: weights of living real servers it needs, 1 or more
 * @param hysteresis {@code hysteresis}, below {@code quorum}
 * @param haSuspend {@code ha_suspend}: check only while an address of it is on this host
 * @param sorry {@code sorry_server}
 * @param alertQuorum {@code smtp_alert}: mail when the quorum is lost or gained
 * @param realServers in the order of the file; endpoints are unique
 */
public record VirtualServerConfig(
        VirtualServerName name,
        List<ServiceKey> keys,
        Service scheduling,
        boolean omega,
        int quorum,
        int hysteresis,
        @Nullable Script quorumUp,
        @Nullable Script quorumDown,
        boolean haSuspend,
        @Nullable SorryServer sorry,
        boolean alertQuorum,
        List<RealServerConfig> realServers) {

    public VirtualServerConfig {
        keys = List.copyOf(keys);
        realServers = List.copyOf(realServers);
    }

    /** The service of the kernel with this key; {@code persistence_granularity} counts for the family of the first. */
    public Service service(ServiceKey key) {
        var family = key.family();
        return new Service(
                key,
                scheduling.scheduler(),
                scheduling.flags(),
                scheduling.onePacket(),
                scheduling.persistenceSeconds(),
                family == scheduling.key().family() ? scheduling.persistencePrefix() : family.bits(),
                scheduling.engine());
    }
}
