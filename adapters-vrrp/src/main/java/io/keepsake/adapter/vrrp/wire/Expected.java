package io.keepsake.adapter.vrrp.wire;

import io.keepsake.core.value.VrrpVersion;

/**
 * What an instance demands of a packet.
 *
 * @param version the configured one; with VRRPv3 there is no authentication to check, whatever version arrives
 * @param unicast whether adverts come to an address of this node instead of a group
 */
public record Expected(VrrpVersion version, AuthData auth, boolean unicast) {}
