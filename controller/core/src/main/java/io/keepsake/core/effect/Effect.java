package io.keepsake.core.effect;

import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import java.util.List;

/** A wish of the core. */
public sealed interface Effect {

    /** Transient: done once and forgotten. A lost one is not retried; a failed one is an event. */
    sealed interface Signal extends Effect {}

    /** Standing: one step that moves the kernel towards the wanted picture. Safe to repeat; always answered. */
    sealed interface Change extends Effect {}

    /** Open the instance's sockets on this link and join its group; also after a link came back with another index. */
    record JoinGroup(InstanceName instance, InterfaceName link, int linkIndex) implements Change {}

    /** Send the advert to the instance's group or to each of its peers. */
    record SendAdvert(InstanceName instance, Ip source, Advert advert) implements Signal {}

    /**
     * Tell the neighbours on the link that these addresses are at this hardware address: gratuitous ARP for IPv4.
     *
     * @param addresses one packet each, round by round in this order
     * @param repeat rounds, 1 or more
     */
    record SendGratuitousArp(
            InterfaceName link, int linkIndex, HardwareAddress hardware, List<Ip> addresses, int repeat)
            implements Signal {
        public SendGratuitousArp {
            addresses = List.copyOf(addresses);
        }
    }

    /** Put a virtual address on its link. */
    record AddAddress(VirtualAddress address) implements Change {}

    /** Take an address off its link. */
    record RemoveAddress(LinkAddress address) implements Change {}
}
