package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.config.lex.SourceFiles;
import io.keepsake.core.value.InterfaceAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code -t} says of an instance by the addresses that its host has. */
class RoadTrapsTest {
    private static final Path FILE = Path.of("k.conf");

    private static List<String> said(String lines, String... ofEth0) {
        var addresses = Stream.of(ofEth0).map(InterfaceAddress::parse).toList();
        var text = "vrrp_instance V {\n interface eth0\n virtual_router_id 1\n" + lines + "\n}\n";
        var options = new ConfigOptions(
                "n", "n", Map.of(), 1, Set.of("eth0", "eth1"), Map.of("eth0", addresses), ConfigOptions.TABLES);
        var checked = ConfigFile.load(SourceFiles.of(Map.of(FILE, text)), FILE, options);
        return checked.problems().stream()
                .map(problem -> problem.what().replaceFirst("instance V ", ""))
                .toList();
    }

    @Test
    void an_address_outside_of_every_network_of_its_interface() {
        var vip = "virtual_ipaddress { 10.0.1.100 }";
        assertEquals(
                List.of("has 10.0.1.100, which is in no network of eth0 (10.0.0.5/24, 10.0.2.5/25); neighbours do not"
                        + " ask for it there, only a route leads to it"),
                said(vip, "10.0.0.5/24", "10.0.2.5/25", "fd00::5/64"));
        assertEquals(List.of(), said(vip, "10.0.0.5/24", "10.0.1.5/25"));
        assertEquals(List.of(), said(vip, "10.0.0.5/23"));
        assertEquals(List.of(), said("virtual_ipaddress { 10.0.1.100/24 }", "10.0.0.5/24"));
        assertEquals(List.of(), said(vip));
        assertEquals(1, said(vip, "10.0.0.5/24", "10.0.1.100/32").size(), "its own address is no network of the host");
        assertEquals(
                1,
                said("virtual_ipaddress { fd01::1 }", "fd00::5/64").stream()
                        .filter(text -> text.contains("in no network"))
                        .count());
    }

    @Test
    void unicast_from_an_address_that_peers_cannot_know() {
        var unicast = "unicast_peer { 10.0.0.6 }\n virtual_ipaddress { 10.0.0.100 }";
        assertEquals(
                List.of(
                        "has unicast_peer and no unicast_src_ip; it sends from the first address of eth0 that is no virtual"
                                + " one, of 10.0.0.5/24, 10.0.0.7/24, and a peer that names another one does not hear it with"
                                + " check_unicast_src, nor is heard"),
                said(unicast, "10.0.0.5/24", "10.0.0.7/24"));
        assertEquals(List.of(), said("unicast_src_ip 10.0.0.5\n" + unicast, "10.0.0.5/24", "10.0.0.7/24"));
        assertEquals(List.of(), said(unicast, "10.0.0.5/24", "10.0.0.100/32"));
    }

    @Test
    void an_owner_of_what_is_not_its_own() {
        var owner = "priority 255\n virtual_ipaddress { 10.0.0.100 }";
        assertEquals(1, said(owner, "10.0.0.5/24").size());
        assertEquals(List.of(), said(owner, "10.0.0.100/24"));
    }
}
