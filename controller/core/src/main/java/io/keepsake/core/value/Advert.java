package io.keepsake.core.value;

import java.util.List;

/**
 * What an advertisement says, without its authentication data.
 *
 * @param addresses the virtual addresses in the order of the packet
 */
public record Advert(
        VrrpVersion version, Vrid vrid, Priority priority, AdvertInterval interval, AuthType auth, List<Ip> addresses) {
    public Advert {
        addresses = List.copyOf(addresses);
    }

    public Advert withPriority(Priority other) {
        return new Advert(version, vrid, other, interval, auth, addresses);
    }
}
