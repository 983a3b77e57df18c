package io.keepsake.lab.lvs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Frame;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.uml.InUserModeKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A director and a keepalived elect over VLAN interfaces; not every kernel has them, that of the guest does. */
@ExtendWith(GuestInstallation.class)
@InUserModeKernel
class VlanTest {
    private static final String PARENT = "ens33";
    private static final String LINK = "ens33.10";
    private static final InterfaceAddress VIP = InterfaceAddress.parse("10.10.0.100/24");
    private static final int ETHERTYPE_AT = 12;
    private static final int SIGTERM = 15;

    private static String file(int priority) {
        return """
                vrrp_instance VI_1 {
                    state BACKUP
                    interface %s
                    virtual_router_id 51
                    priority %d
                    version 3
                    advert_int 0.5
                    virtual_ipaddress {
                        %s
                    }
                }
                """.formatted(LINK, priority, VIP);
    }

    private static Host machine(Lab lab, String name, String address) {
        var host = lab.host(name, PARENT);
        host.run("ip", "link", "add", "link", PARENT, "name", LINK, "type", "vlan", "id", "10");
        host.run("ip", "address", "add", address, "dev", LINK);
        host.run("ip", "link", "set", LINK, "up");
        return host;
    }

    private static void awaitOnly(String what, Host master, Host other) {
        Await.until(what, Balancer.SOON, () -> holds(master) && !holds(other));
    }

    private static boolean holds(Host host) {
        return host.addresses(LINK).contains(VIP);
    }

    /** IEEE 802.1Q: the tag says protocol 8100 and, in its last 12 bits, the VLAN. */
    private static boolean isTagged(Frame frame) {
        var bytes = frame.bytes();
        return bytes.length > ETHERTYPE_AT + 4
                && (bytes[ETHERTYPE_AT] & 0xff) == 0x81
                && bytes[ETHERTYPE_AT + 1] == 0
                && (bytes[ETHERTYPE_AT + 2] & 0xf) == 0
                && bytes[ETHERTYPE_AT + 3] == 10;
    }

    @Test
    void mastershipMovesBothWays() {
        try (var lab = Lab.open();
                var capture = lab.capture()) {
            var one = machine(lab, "1", "10.10.0.1/24");
            var two = machine(lab, "2", "10.10.0.2/24");
            var lower = two.keepalived(file(90));
            var director = new Balancer(lab, one).start(file(110));
            awaitOnly("the director is master", one, two);
            assertTrue(capture.frames().stream().anyMatch(VlanTest::isTagged), "no frame is tagged");

            one.unplug();
            Await.until("keepalived takes over", Balancer.SOON, () -> holds(two));
            one.plug();
            awaitOnly("the director is back", one, two);

            lower.process().signal(SIGTERM);
            lower.process().awaitExit(Balancer.SOON);
            var better = two.keepalived(file(120));
            awaitOnly("a better keepalived preempts", two, one);
            better.process().signal(SIGTERM);
            awaitOnly("the director takes over", one, two);
            director.stop();
            Await.until("no address is left", Balancer.SOON, () -> !holds(one));
        }
    }
}
