package io.keepsake.core.effect;

import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.Script;
import io.keepsake.core.value.VirtualServerName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the core asks the world to do. */
public sealed interface Effect {

    /** Transient: done once and forgotten. A lost one is not retried; a failed one is an event. */
    sealed interface Signal extends Effect {}

    /** Standing: one step that moves the kernel towards the wanted picture. Safe to repeat; always answered. */
    sealed interface Change extends Effect {}

    /**
     * Open the instance's sockets on this link and join its group. What was opened on an earlier incarnation of the link
     * hears nothing any more, also where the index is the same.
     *
     * @param incarnation index of the event that this incarnation of the link began with
     */
    record JoinGroup(InstanceName instance, InterfaceName link, int linkIndex, long incarnation) implements Change {}

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

    /**
     * Change the kernel's IPVS table, in this order and in as few system calls as it takes. Answered as a whole: by {@code
     * EffectApplied}, by {@code ProgramRefused} when the kernel refused some, by {@code EffectFailed} when nothing was
     * done.
     */
    record ProgramIpvs(List<IpvsChange> changes) implements Change {
        public ProgramIpvs {
            changes = List.copyOf(changes);
        }
    }

    /** Drop packets to and from an address; what is said of its table is made so. */
    record AddBlock(Block block) implements Change {}

    /** Let packets to and from an address pass again. */
    record RemoveBlock(Block.Key block) implements Change {}

    /** Read what stands in these tables of the packet filter, of either family, and tell it with all else that is ours. */
    record ReadBlocks(List<String> tables) implements Signal {
        public ReadBlocks {
            tables = List.copyOf(tables);
        }
    }

    /** Read every link and address now: something that was told of them was lost. */
    record ReadLinks() implements Signal {}

    /** Read the IPVS table now, and tell all of it, or that there is none; programs asked for later wait for that. */
    record ReadIpvs() implements Signal {}

    /** From now on check this often, counted from the due time of the last check; 0 means at once. */
    record PaceCheck(CheckerId checker, long everyNanos) implements Signal {}

    /** Check no real server of this virtual server. */
    record SuspendChecks(VirtualServerName server) implements Signal {}

    /** Check them again. */
    record ResumeChecks(VirtualServerName server) implements Signal {}

    /**
     * Run a script of the configuration; scripts of one subject run one after another.
     *
     * @param subject whom it is about, and its keyword
     * @param arguments behind those of the configuration
     * @param timeoutNanos after which it is terminated; 0 for the time that a notify script has
     */
    record RunScript(String subject, Script script, List<String> arguments, long timeoutNanos) implements Signal {
        public RunScript {
            arguments = List.copyOf(arguments);
        }

        /** Whether its end is a result, of a {@code vrrp_script}: only those say how long they may run. */
        public boolean tracked() {
            return timeoutNanos > 0;
        }
    }

    /** Send a mail to those whom the configuration names. */
    record SendMail(String subject, String body) implements Signal {}

    /**
     * Write a line to the pipes that are told of such.
     *
     * @param instances whether it is about an instance, and not a virtual server
     */
    record WriteFifo(String line, boolean instances) implements Signal {}

    /** Put a route or a rule there. */
    record AddRouting(Routing what) implements Change {}

    /** Take a route or a rule away. */
    record RemoveRouting(Routing what) implements Change {}

    /** Set {@code promote_secondaries} of IPv4 for a link. */
    record SetPromotion(InterfaceName link, int linkIndex, boolean on) implements Change {}

    /**
     * Take an address off its link.
     *
     * @param peer with which it stands there; null for none
     */
    record RemoveAddress(LinkAddress address, @Nullable Ip peer) implements Change {}
}
