package io.keepsake.config.check;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The addresses of this host, by interface; nothing where nobody knows.
 *
 * @param virtual those that a director puts there: they say nothing of the networks of the host
 */
record Networks(Map<String, List<InterfaceAddress>> addresses, Set<Ip> virtual) {

    static Networks of(Map<String, List<InterfaceAddress>> addresses, List<InstanceConfig> instances) {
        var virtual = instances.stream()
                .flatMap(InstanceConfig::virtual)
                .map(a -> a.address().ip())
                .collect(Collectors.toSet());
        return new Networks(addresses, virtual);
    }

    /** Those of the family; of IPv6 without link-local ones, which every interface has. */
    List<InterfaceAddress> of(InterfaceName link, Family family) {
        return addresses.getOrDefault(link.value(), List.of()).stream()
                .filter(a -> a.ip().family() == family && !a.ip().isLinkLocal() && !isPut(a))
                .toList();
    }

    private boolean isPut(InterfaceAddress a) {
        return a.prefixLength() == a.ip().family().bits() && virtual.contains(a.ip());
    }

    /** Whether {@code ip} is in the network that {@code own} is an address of. */
    static boolean contains(InterfaceAddress own, Ip ip) {
        return own.ip().family() == ip.family() && common(own.ip().bytes(), ip.bytes()) >= own.prefixLength();
    }

    /** How many leading bits are the same. */
    private static int common(byte[] one, byte[] other) {
        int at = Arrays.mismatch(one, other);
        return at < 0 ? 8 * one.length : 8 * at + Integer.numberOfLeadingZeros((one[at] ^ other[at]) & 0xff) - 24;
    }
}
