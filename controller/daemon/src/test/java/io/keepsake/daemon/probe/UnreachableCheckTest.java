package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Checks by datagram of hosts that are not there. Behind the router nobody has 10.2.0.9 and fd02::9, fd03::/64 is
 * unreachable and fd04::/64 prohibited; beside the director nobody has 10.1.0.99 and fd01::99.
 */
final class UnreachableCheckTest {
    private static final String NO_HOST = "UNREACHABLE no route to the host (EHOSTUNREACH)";
    private static final String NO_NETWORK = "UNREACHABLE no route to the network (ENETUNREACH)";
    private static final int TIMEOUT_MILLIS = 15_000;

    private static List<String> found(Host host, String... checks) {
        return HostChecks.found(host.run(HostChecks.command(TIMEOUT_MILLIS, List.of(checks))));
    }

    private static void setting(Host host, String name, String value) {
        host.run("sh", "-c", "echo \"$1\" > /proc/sys/net/$0", name, value);
    }

    @Test
    void whatARouterAndTheNeighboursSay() {
        try (var lab = Lab.open()) {
            var router = lab.host("router", "eth0", "10.1.0.254/24", "fd01::fe/64");
            router.connect("eth1", "10.2.0.254/24", "fd02::fe/64");
            setting(router, "ipv4/ip_forward", "1");
            setting(router, "ipv6/conf/all/forwarding", "1");
            setting(router, "ipv4/icmp_ratelimit", "0");
            setting(router, "ipv6/icmp/ratelimit", "0");
            router.run("ip", "-6", "route", "add", "unreachable", "fd03::/64");
            router.run("ip", "-6", "route", "add", "prohibit", "fd04::/64");
            var director = lab.host("director", "eth0", "10.1.0.1/24", "fd01::1/64");
            // What the kernel finds out itself it tells over the loopback.
            director.run("ip", "link", "set", "lo", "up");
            setting(director, "ipv6/conf/lo/disable_ipv6", "0");
            director.run("ip", "route", "add", "default", "via", "10.1.0.254");
            director.run("ip", "-6", "route", "add", "default", "via", "fd01::fe");
            setting(director, "ipv4/ping_group_range", "0 2147483647");

            var expected = new ArrayList<String>();
            var checks = new ArrayList<String>();
            expect(checks, expected, "udp", "10.2.0.9:53", NO_HOST);
            expect(checks, expected, "dns", "10.2.0.9:53", NO_HOST);
            expect(checks, expected, "ping", "10.2.0.9:0", NO_HOST);
            expect(checks, expected, "udp", "10.1.0.99:53", NO_HOST);
            expect(checks, expected, "udp", "10.1.0.254:9", "REFUSED connection refused (ECONNREFUSED)");
            expect(checks, expected, "udp", "[fd02::9]:53", NO_HOST);
            expect(checks, expected, "ping", "[fd02::9]:0", NO_HOST);
            expect(checks, expected, "udp", "[fd03::9]:53", NO_NETWORK);
            expect(checks, expected, "udp", "[fd04::9]:53", "UNREACHABLE a router or the host prohibits it (EACCES)");
            expect(checks, expected, "udp", "[fd01::99]:53", NO_HOST);
            assertEquals(expected, found(director, checks.toArray(String[]::new)));
        }
    }

    private static void expect(List<String> checks, List<String> expected, String kind, String target, String found) {
        checks.addAll(List.of(kind, target));
        expected.add(found);
    }
}
