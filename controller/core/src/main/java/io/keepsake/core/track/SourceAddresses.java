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
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which address an instance sends its adverts from.
 *
 * @param virtual the virtual addresses of all instances as they stand on a master
 * @param ips of the virtual addresses, on each link
 * @param owners which of them are those of owners (priority 255), who say that the address is their own
 */
record SourceAddresses(
        Map<LinkAddress, StandingAddress> virtual, Map<InterfaceName, Set<Ip>> ips, Set<LinkAddress> owners) {

    static SourceAddresses of(ControllerConfig config) {
        var virtual = new HashMap<LinkAddress, StandingAddress>();
        var ips = new HashMap<InterfaceName, Set<Ip>>();
        var owners = new HashSet<LinkAddress>();
        for (var instance : config.instances()) {
            instance.virtual().forEach(a -> {
                virtual.put(a.place(), a.standing());
                ips.computeIfAbsent(a.link(), _ -> new HashSet<>())
                        .add(a.address().ip());
                if (instance.owner()) {
                    owners.add(a.place());
                }
            });
        }
        return new SourceAddresses(virtual, ips, owners);
    }

    /** The configured source, or the one that the link has for all its instances. */
    Optional<Ip> of(InstanceConfig self, LinkTable links) {
        var configured = self.source();
        return configured != null ? Optional.of(configured) : automatic(self.link(), self.family(), links);
    }

    /**
     * The link's first address that is the host's own: no director put it there, and it is no virtual address of whatever
     * instance. One with the prefix of a network is the host's also when it stands otherwise than the virtual one would, or
     * is an owner's. Where there is none, any of an owner; and last the first that no director put there: then the host had
     * it before.
     */
    Optional<Ip> automatic(InterfaceName link, Family family, LinkTable links) {
        return first(links, link, family, a -> !isVirtual(a))
                .or(() -> first(links, link, family, a -> owners.contains(a.place())))
                .or(() -> first(links, link, family, _ -> true))
                .map(StandingAddress::ip);
    }

    /** Of IPv6 only a link-local address that may be used: RFC 9568 5.1.2.1. */
    private static Optional<StandingAddress> first(
            LinkTable links, InterfaceName link, Family family, Predicate<StandingAddress> fits) {
        return links.first(
                link,
                family,
                a -> !links.owns(a.place())
                        && (family == Family.IPV4 || a.ip().isLinkLocal() && a.usable())
                        && fits.test(a));
    }

    private boolean isVirtual(StandingAddress address) {
        var interfaceAddress = address.place().address();
        boolean network =
                interfaceAddress.prefixLength() < interfaceAddress.ip().family().bits();
        if (!network) {
            return ips.getOrDefault(address.link(), Set.of()).contains(address.ip());
        }
        var there = virtual.get(address.place());
        return there != null && there.same(address) && !owners.contains(address.place());
    }
}
