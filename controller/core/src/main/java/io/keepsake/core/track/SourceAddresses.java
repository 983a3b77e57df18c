package io.keepsake.core.track;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.StandingAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which address an instance sends its adverts from.
 *
 * @param virtual where the virtual addresses of all instances stand when this node holds them
 * @param moving without those of owners (priority 255), who say that the address is their own
 */
record SourceAddresses(Set<Spot> virtual, Set<Spot> moving) {
    /** An address on a link, whatever its prefix. */
    record Spot(InterfaceName link, Ip ip) {}

    static SourceAddresses of(ControllerConfig config) {
        var virtual = new HashSet<Spot>();
        var moving = new HashSet<Spot>();
        for (var instance : config.instances()) {
            instance.virtual().map(SourceAddresses::spot).forEach(spot -> {
                virtual.add(spot);
                if (!instance.owner()) {
                    moving.add(spot);
                }
            });
        }
        return new SourceAddresses(virtual, moving);
    }

    private static Spot spot(VirtualAddress address) {
        return new Spot(address.link(), address.address().ip());
    }

    /** The configured source, or the one that the link has for all its instances. */
    Optional<Ip> of(InstanceConfig self, LinkTable links) {
        var configured = self.source();
        return configured != null ? Optional.of(configured) : automatic(self.link(), self.family(), links);
    }

    /**
     * The first address of the link that does not come and go with a role, of whatever instance; where there is none, that
     * of an owner has to do; and last the link's first address, also where it is a virtual one, unless this director put it
     * there: then the host had it before.
     */
    Optional<Ip> automatic(InterfaceName link, Family family, LinkTable links) {
        return links.first(link, family, a -> !virtual.contains(new Spot(link, a.ip())))
                .or(() -> links.first(link, family, a -> !moving.contains(new Spot(link, a.ip()))))
                .or(() -> links.first(link, family, _ -> true).filter(a -> !links.owns(a.place())))
                .map(StandingAddress::ip);
    }
}
