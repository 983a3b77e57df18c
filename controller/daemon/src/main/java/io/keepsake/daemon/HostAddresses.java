package io.keepsake.daemon;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses of the interfaces of this network namespace, for what {@code -t} tells by them. */
final class HostAddresses {
    private HostAddresses() {}

    /** By interface; empty where they cannot be read. */
    static Map<String, List<InterfaceAddress>> read() {
        try (var links = NetworkInterface.networkInterfaces()) {
            return links.collect(Collectors.toMap(NetworkInterface::getName, HostAddresses::of, (one, _) -> one));
        } catch (SocketException unreadable) {
            return Map.of();
        }
    }

    private static List<InterfaceAddress> of(NetworkInterface link) {
        return Stream.concat(Stream.of(link), link.subInterfaces())
                .flatMap(part -> part.getInterfaceAddresses().stream())
                .map(address -> {
                    var ip = address.getAddress();
                    var family = ip instanceof Inet4Address ? Family.IPV4 : Family.IPV6;
                    return new InterfaceAddress(Ip.of(family, ip.getAddress(), 0), address.getNetworkPrefixLength());
                })
                .toList();
    }
}
