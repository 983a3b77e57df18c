package io.keepsake.testkit.lab;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import java.util.Collection;

/**
 * A port of the switch with the host's interface at the other end of the cable.
 *
 * @param name of the port inside the switch
 * @param link name of the host's interface
 */
public record Port(Lab lab, Host host, String name, String link, HardwareAddress hardware) {

    /** Stops forwarding in both directions; the host keeps its carrier and notices nothing. */
    public void cut() {
        lab.inSwitch("bridge link set dev " + name + " state 0");
    }

    /** Stops forwarding in one direction; the host keeps its carrier. */
    public void cut(Direction direction) {
        switch (direction) {
            case TO_HOST -> lab.inSwitch("tc qdisc replace dev " + name + " root blackhole");
            // A locked port takes frames only from senders it was told of, and nobody tells it; Linux 5.18 and later.
            case FROM_HOST -> {
                lab.inSwitch("bridge link set dev " + name + " learning off locked on");
                lab.inSwitch("ip link set " + name + " type bridge_slave fdb_flush");
            }
        }
    }

    /** Undoes every cut. */
    public void heal() {
        lab.inSwitch("bridge link set dev " + name + " learning on locked off");
        lab.inSwitch("tc qdisc del dev " + name + " root 2> /dev/null || true");
        lab.inSwitch("bridge link set dev " + name + " state 3");
    }

    /** Switches the port off: the host's interface loses its carrier. */
    public void unplug() {
        lab.inSwitch("ip link set " + name + " down");
    }

    /** Switches the port on; it forwards, so that a {@link #cut()} is over too. */
    public void plug() {
        lab.inSwitch("ip link set " + name + " up");
    }

    /** A fixed hardware address: that of the first IPv4 address, or the number of the port. */
    static HardwareAddress hardwareFor(Collection<InterfaceAddress> addresses, int number) {
        return addresses.stream()
                .filter(address -> address.ip().family() == Family.IPV4)
                .map(address ->
                        new HardwareAddress(0x0200_0000_0000L | address.ip().low()))
                .findFirst()
                .orElseGet(() -> new HardwareAddress(0x0201_0000_0000L | number));
    }

    @Override
    public String toString() {
        return host.name() + " " + link;
    }
}
