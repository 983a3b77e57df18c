package io.keepsake.core.track;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which address an instance sends its adverts from.
 *
 * @param moving the virtual addresses of all instances as they stand on a master, but for those of owners (priority 255),
 *     who say that the address is their own
 */
record SourceAddresses(Map<LinkAddress, StandingAddress> moving) {

    static SourceAddresses of(ControllerConfig config) {
        var moving = new HashMap<LinkAddress, StandingAddress>();
        for (var instance : config.instances()) {
            if (!instance.owner()) {
                instance.virtual().forEach(a -> moving.put(a.place(), a.standing()));
            }
        }
        return new SourceAddresses(moving);
    }

    /** The configured source, or the one that the link has for all its instances. */
    Optional<Ip> of(InstanceConfig self, LinkTable links) {
        var configured = self.source();
        return configured != null ? Optional.of(configured) : automatic(self.link(), self.family(), links);
    }

    /**
     * The link's first address that is the host's own: no director put it there, and it is none that comes and goes with a
     * role, of whatever instance. Where there is none, the first that no director put there: then the host had it before.
     */
    Optional<Ip> automatic(InterfaceName link, Family family, LinkTable links) {
        return links.first(link, family, a -> !links.owns(a.place()) && !moves(a))
                .or(() -> links.first(link, family, a -> !links.owns(a.place())))
                .map(StandingAddress::ip);
    }

    private boolean moves(StandingAddress address) {
        var virtual = moving.get(address.place());
        return virtual != null && virtual.same(address);
    }
}
