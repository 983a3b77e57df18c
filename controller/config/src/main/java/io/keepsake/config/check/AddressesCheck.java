package io.keepsake.config.check;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.LinkAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The virtual addresses of one instance: those in its adverts, and those not. */
final class AddressesCheck {
    /** What one IPv4 advert counts in eight bits. */
    private static final int MOST_V4 = 255;

    /** What fits into 1500 bytes behind an IPv6 and a VRRP header. */
    private static final int MOST_V6 = (1500 - 40 - 8) / 16;

    private final Problems problems;
    private final LinksCheck links;
    private final List<VirtualAddress> carried = new ArrayList<>();
    private final List<VirtualAddress> excluded = new ArrayList<>();
    private final Set<LinkAddress> seen = new HashSet<>();

    AddressesCheck(Problems problems, LinksCheck links) {
        this.problems = problems;
        this.links = links;
    }

    List<VirtualAddress> carried() {
        return carried;
    }

    List<VirtualAddress> excluded() {
        return excluded;
    }

    void read(List<Node> nodes, Family family, @Nullable InterfaceName link) {
        // of an address that stands in both lists the one that adverts carry counts
        lines(nodes, "virtual_ipaddress").forEach(line -> carry(line, family, link));
        lines(nodes, "virtual_ipaddress_excluded").forEach(line -> exclude(line, link));
        moveWhatDoesNotFit(nodes, family);
    }

    private static Stream<Node> lines(List<Node> nodes, String keyword) {
        return nodes.stream().filter(n -> n.name().equals(keyword)).flatMap(n -> n.children().stream());
    }

    private void carry(Node line, Family family, @Nullable InterfaceName link) {
        var address = checked(line, link);
        if (address == null) {
            return;
        }
        if (address.address().ip().family() != family) {
            problems.error(
                    line.keyword().place(),
                    "expected an address of " + Values.named(family) + " like the others, was "
                            + address.address().ip() + "; the address is left out",
                    "put it into virtual_ipaddress_excluded");
            return;
        }
        carried.add(address);
    }

    private void exclude(Node line, @Nullable InterfaceName link) {
        var address = checked(line, link);
        if (address == null) {
            return;
        }
        excluded.add(address);
    }

    private @Nullable VirtualAddress checked(Node line, @Nullable InterfaceName link) {
        var address = new AddressCheck(problems, links, line, link, false).address();
        if (address != null && !seen.add(address.place())) {
            problems.warn(line.keyword().place(), address.place() + " is here twice; the later one is ignored");
            return null;
        }
        return address;
    }

    private void moveWhatDoesNotFit(List<Node> nodes, Family family) {
        int most = family == Family.IPV4 ? MOST_V4 : MOST_V6;
        if (carried.size() <= most) {
            return;
        }
        var rest = carried.subList(most, carried.size());
        problems.warn(
                placeOfList(nodes),
                "an advert carries at most " + most + " addresses of " + Values.named(family) + ", was "
                        + carried.size() + "; the rest is taken as virtual_ipaddress_excluded");
        excluded.addAll(0, rest);
        rest.clear();
    }

    private static Place placeOfList(List<Node> nodes) {
        return nodes.stream()
                .filter(n -> n.name().equals("virtual_ipaddress"))
                .findFirst()
                .orElseThrow()
                .keyword()
                .place();
    }
}
