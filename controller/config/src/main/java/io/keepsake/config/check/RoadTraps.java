package io.keepsake.config.check;

import io.keepsake.config.check.InstanceCheck.CheckedInstance;
import io.keepsake.config.problem.Problems;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import java.util.List;
import java.util.stream.Collectors;

/** Traps of one instance on the way between its hosts and the others, by the addresses that this host has. */
final class RoadTraps {
    private final Problems problems;
    private final CheckedInstance checked;
    private final InstanceConfig self;
    private final Networks networks;

    RoadTraps(Problems problems, CheckedInstance checked, Networks networks) {
        this.problems = problems;
        this.checked = checked;
        this.self = checked.config();
        this.networks = networks;
    }

    void look() {
        anySource();
        outside();
        ownsNothing();
    }

    /** The other nodes must name the address that it sends from, and here it may be any. */
    private void anySource() {
        var mine = mine(self.link());
        if (self.unicast() && self.source() == null && mine.size() > 1) {
            tell(
                    "has unicast_peer and no unicast_src_ip; it sends from the first address of " + self.link()
                            + " that is no virtual one, of " + shown(mine)
                            + ", and a peer that names another one does not hear it with check_unicast_src, nor is heard",
                    "write unicast_src_ip, and the same address into unicast_peer of the other nodes");
        }
    }

    /** An address that nobody on the link looks for there. */
    private void outside() {
        self.virtual().forEach(address -> {
            var mine = networks.of(address.link(), address.address().ip().family());
            boolean single = address.address().prefixLength()
                    == address.address().ip().family().bits();
            boolean stranger = !mine.isEmpty()
                    && !address.address().ip().isLinkLocal()
                    && mine.stream()
                            .noneMatch(own ->
                                    Networks.contains(own, address.address().ip()));
            if (single && stranger) {
                tell(
                        "has " + address.address().ip() + ", which is in no network of " + address.link() + " ("
                                + shown(mine) + "); neighbours do not ask for it there, only a route leads to it",
                        "write it with the prefix of its network, or with dev and the interface of that network");
            }
        });
    }

    /** Priority 255 says that the addresses are the host's own. */
    private void ownsNothing() {
        var mine = mine(self.link());
        if (self.owner()
                && !mine.isEmpty()
                && self.virtual()
                        .noneMatch(a -> networks.of(a.link(), a.address().ip().family()).stream()
                                .anyMatch(own -> own.ip().equals(a.address().ip())))) {
            tell(
                    "has priority 255, which is for the host that has the addresses as its own, and " + self.link()
                            + " has none of them (" + shown(mine)
                            + "); it takes over without a look at the others, and no weight, nopreempt or delay changes that",
                    "give it up to 254");
        }
    }

    private List<InterfaceAddress> mine(InterfaceName link) {
        return networks.of(link, self.family());
    }

    private static String shown(List<InterfaceAddress> addresses) {
        return addresses.stream().map(InterfaceAddress::toString).collect(Collectors.joining(", "));
    }

    private void tell(String what, String hint) {
        problems.trap(checked.place(), "instance " + self.name() + " " + what, hint);
    }
}
