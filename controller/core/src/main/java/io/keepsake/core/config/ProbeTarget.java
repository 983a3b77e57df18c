package io.keepsake.core.config;

import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import org.jspecify.annotations.Nullable;

/**
 * Where a probe goes and where it comes from.
 *
 * @param remote {@code connect_ip} and {@code connect_port}, by default the real server's
 * @param bindTo {@code bindto}
 * @param bindPort {@code bind_port}; 0 for any
 * @param bindInterface {@code bind_if}
 * @param mark {@code fwmark} of the probe's packets; 0 for none
 */
public record ProbeTarget(
        Endpoint remote,
        @Nullable Ip bindTo,
        int bindPort,
        @Nullable InterfaceName bindInterface,
        int mark) {

    /** A probe to {@code remote} from wherever the kernel likes. */
    public static ProbeTarget of(Endpoint remote) {
        return new ProbeTarget(remote, null, 0, null, 0);
    }
}
