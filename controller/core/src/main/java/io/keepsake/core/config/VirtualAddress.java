package io.keepsake.core.config;

import io.keepsake.core.value.Dad;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import org.jspecify.annotations.Nullable;

/**
 * A virtual address and how it stands on its interface: one line of {@code virtual_ipaddress}.
 *
 * @param link {@code dev}, or the interface of the instance
 * @param broadcast {@code brd}
 * @param scope {@code scope}, as the kernel numbers it: 0 global, 200 site, 253 link, 254 host
 * @param label {@code label}; without it the kernel uses the name of the interface
 * @param noPrefixRoute {@code noprefixroute}
 * @param tracked whether its own interface being down is a fault of the instance: not with {@code no_track}
 * @param flags what else the kernel is to know of it; another one by a reload is for the next time that it is added
 * @param peer {@code peer}, the other end of a link between two; the prefix length is the peer's
 */
public record VirtualAddress(
        InterfaceAddress address,
        InterfaceName link,
        @Nullable Ip broadcast,
        int scope,
        @Nullable String label,
        boolean noPrefixRoute,
        boolean tracked,
        AddressFlags flags,
        @Nullable Ip peer) {

    /** With nothing special for the kernel. */
    public VirtualAddress(
            InterfaceAddress address,
            InterfaceName link,
            @Nullable Ip broadcast,
            int scope,
            @Nullable String label,
            boolean noPrefixRoute,
            boolean tracked) {
        this(address, link, broadcast, scope, label, noPrefixRoute, tracked, AddressFlags.NONE, null);
    }

    /** Where it stands when this node holds it. */
    public LinkAddress place() {
        return new LinkAddress(link, address);
    }

    /** How it stands there, with everything that makes it ours. */
    public StandingAddress standing() {
        return new StandingAddress(place(), peer, broadcast, scope, label, noPrefixRoute, Dad.DONE);
    }
}
