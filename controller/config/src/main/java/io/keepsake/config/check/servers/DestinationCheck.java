package io.keepsake.config.check.servers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.AddressWords;
import io.keepsake.config.values.Values;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Forwarding.Method;
import java.util.Set;

/** What a real server and a sorry server have in common: the service must be able to reach them. */
final class DestinationCheck {
    private final Problems problems;
    private final Header header;
    private final ServerFrame frame;

    DestinationCheck(Problems problems, ServerFrame frame) {
        this.problems = problems;
        this.frame = frame;
        header = frame.header();
    }

    /** Whether packets of the services fit into packets to {@code address}; if not, that is reported. */
    boolean reachable(AddressWords address, Forwarding forwarding, String what) {
        var family = address.ip().family();
        if (forwarding.method() == Method.TUN || frame.families().equals(Set.of(family))) {
            return true;
        }
        if (frame.mixed()) {
            return false;
        }
        problems.error(
                address.place(),
                what + " " + address.ip() + " is " + Values.named(family) + " and virtual_server " + header
                        + " is not, which only lb_kind TUN can do; it is left out");
        return false;
    }

    /** Direct routing and tunnels leave the port as it is. */
    Endpoint endpoint(AddressWords address, Forwarding forwarding, String what) {
        boolean keepsPort = forwarding.method() == Method.DR || forwarding.method() == Method.TUN;
        if (!keepsPort || header instanceof Header.Grouped) {
            return address.or(header.port());
        }
        if (address.port() != 0 && address.port() != header.port()) {
            problems.warn(
                    address.place(),
                    "lb_kind " + forwarding.method() + " leaves the port as it is: " + what + " "
                            + address.or(0) + " of virtual_server " + header + " is taken with port "
                            + header.port());
        }
        return new Endpoint(address.ip(), header.port());
    }
}
