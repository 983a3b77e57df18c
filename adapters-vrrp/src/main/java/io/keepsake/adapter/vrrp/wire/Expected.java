package io.keepsake.adapter.vrrp.wire;

import io.keepsake.core.value.Ip;
import io.keepsake.core.value.VrrpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What an instance demands of a packet.
 *
 * @param version the configured one; with VRRPv3 there is no authentication to check, whatever version arrives
 * @param unicast whether adverts come to an address of this node instead of a group
 * @param oldGroup the group in the pseudo header of {@link io.keepsake.core.event.ChecksumForm#GROUP_IN_HEADER}; null where
 *     that form is not taken
 */
public record Expected(
        VrrpVersion version,
        AuthData auth,
        boolean unicast,
        @Nullable Ip oldGroup) {
    /** One that does not take the old form. */
    public Expected(VrrpVersion version, AuthData auth, boolean unicast) {
        this(version, auth, unicast, null);
    }
}
