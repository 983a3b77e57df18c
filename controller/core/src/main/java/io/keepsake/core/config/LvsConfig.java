package io.keepsake.core.config;

import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.SyncDaemon;
import org.jspecify.annotations.Nullable;

/**
 * What {@code global_defs} says of IPVS as a whole.
 *
 * @param timeouts {@code lvs_timeouts}; restored at the end
 * @param sync {@code lvs_sync_daemon}, its role as it would be on a master; null for none
 * @param syncInstance the instance whose role the daemon follows; null for both roles at once, always
 * @param flush {@code lvs_flush}: what stands in the table at the start and is not configured is removed
 * @param initNotifies {@code rs_init_notifies}: run notify_up or notify_down for the first state of each real server
 */
public record LvsConfig(
        IpvsTimeouts timeouts,
        @Nullable SyncDaemon sync,
        @Nullable InstanceName syncInstance,
        boolean flush,
        boolean initNotifies) {
    /** A configuration that says nothing. */
    public static final LvsConfig NONE = new LvsConfig(IpvsTimeouts.UNSET, null, null, false, false);
}
