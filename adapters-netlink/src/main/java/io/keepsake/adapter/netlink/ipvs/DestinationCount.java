package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.adapter.netlink.ipvs.wire.Traffic;
import io.keepsake.core.value.Endpoint;

/**
 * The counters of a destination.
 *
 * @param active connections now, such as TCP ESTABLISHED
 * @param inactive connections now that are in any other state
 * @param persistent clients now that are bound to it
 */
public record DestinationCount(Endpoint destination, int active, int inactive, int persistent, Traffic traffic) {}
