package io.keepsake.core.event;

import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.VirtualServerName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the core concluded. The event of the same turn is its immediate cause; what lies further back is named by index
 * in {@link Why}.
 */
public sealed interface Decision extends Event {

    /** A decision about a VRRP instance. */
    sealed interface OfInstance extends Decision {
        InstanceName instance();
    }

    /** A decision about a virtual server. */
    sealed interface OfServer extends Decision {
        VirtualServerName server();
    }

    /** A decision about a {@code vrrp_script}. */
    sealed interface OfScript extends Decision {
        String script();
    }

    /** A decision about a {@code vrrp_sync_group}. */
    sealed interface OfGroup extends Decision {
        String group();
    }

    /** A decision about a {@code vrrp_track_process}. */
    sealed interface OfProcess extends Decision {
        String process();
    }

    /** A decision about a link of {@code interface_up_down_delays}. */
    sealed interface OfLink extends Decision {
        InterfaceName link();
    }

    record BecameBackup(InstanceName instance, Role from, Why why) implements OfInstance {}

    record BecameMaster(InstanceName instance, Role from, Why why) implements OfInstance {}

    record BecameFault(InstanceName instance, Role from, List<FaultCause> reasons) implements OfInstance {
        public BecameFault {
            reasons = List.copyOf(reasons);
        }
    }

    /** An instance in FAULT has other reasons than before, and stays. */
    record FaultReasonsHeld(InstanceName instance, List<FaultCause> reasons) implements OfInstance {
        public FaultReasonsHeld {
            reasons = List.copyOf(reasons);
        }
    }

    record BecameStopped(InstanceName instance, Role from, Why why) implements OfInstance {}

    /** A backup follows this master from now on: another one than before, or one with another priority or interval. */
    record MasterFollowed(InstanceName instance, Ip master, Priority priority, AdvertInterval interval)
            implements OfInstance {}

    /** The master said goodbye with priority 0; a backup waits only its skew, until {@code due}. */
    record GoodbyeHeard(InstanceName instance, Ip source, Moment due) implements OfInstance {}

    record AdvertDiscarded(InstanceName instance, Ip source, DiscardReason reason, String detail)
            implements OfInstance {}

    /** A running master hears a master it must not yield to, and answers. */
    record LowerMasterHeard(InstanceName instance, Ip source, Priority theirs, Priority ours) implements OfInstance {}

    /** The master sends another list of virtual addresses than is configured here; said once a master. */
    record AddressListDiffers(InstanceName instance, Ip source, List<Ip> theirs) implements OfInstance {
        public AddressListDiffers {
            theirs = List.copyOf(theirs);
        }
    }

    /** Every virtual address of a master was seen to stand: what waits for that may go on. */
    record AddressesStand(InstanceName instance) implements OfInstance {}

    /**
     * The effective priority is another.
     *
     * @param because what counts now, or the configuration: {@code eth1 -20}
     */
    record PriorityChanged(InstanceName instance, Priority from, Priority to, String because) implements OfInstance {}

    /** Someone else took a virtual address off its link while this node is master. */
    record AddressTaken(InstanceName instance, LinkAddress address) implements OfInstance {}

    /** Someone else took a virtual route or rule away while this node is master. */
    record RoutingTaken(InstanceName instance, Routing what) implements OfInstance {}

    /** {@code preempt_delay} runs until {@code until}; the lower master is left alone so long. */
    record PreemptDelayed(InstanceName instance, Ip master, Moment until) implements OfInstance {}

    /** Two owners (priority 255) hear each other; this one keeps the addresses for now. */
    record RivalOwnerHeard(InstanceName instance, Ip source, Moment until) implements OfInstance {}

    /** The owner lowers itself to 254 because a rival owner stays; 255 again when the rival is silent. */
    record OwnerPriorityHeld(InstanceName instance, Priority priority) implements OfInstance {}

    /**
     * A master that stopped takes its addresses away: its successor was heard, or none came in the time that one has.
     *
     * @param successor one, or none
     */
    record HandedOver(InstanceName instance, List<Ip> successor) implements OfInstance {
        public HandedOver {
            successor = List.copyOf(successor);
        }
    }

    /**
     * The Master_Down_Timer of a member of a sync group ran out, and it does not become master: the group goes together.
     *
     * @param waitsFor the members that do not want to be master
     */
    record MasterHeld(InstanceName instance, List<InstanceName> waitsFor) implements OfInstance {
        public MasterHeld {
            waitsFor = List.copyOf(waitsFor);
        }
    }

    /** Its time to be master came, nobody else is, and someone holds it back. Said once each time. */
    record HeldBack(InstanceName instance, Hold hold) implements OfInstance {}

    /** A hold of this instance ended by itself. */
    record HoldEnded(InstanceName instance, Hold hold) implements OfInstance {}

    /**
     * A sync group has another state: MASTER while all its members are, FAULT while one is, else BACKUP; INIT before the
     * start and after the stop.
     *
     * @param member the one that the others follow
     */
    record GroupMoved(String group, Role from, Role to, InstanceName member) implements OfGroup {}

    /**
     * A {@code vrrp_script} is bad: the run that just ended was the last of so many failures in a row.
     *
     * @param needed how many it takes: 1 for the first result, then {@code fall}
     * @param detail how the run ended
     */
    record TrackedScriptFailed(String script, int failures, int needed, String detail) implements OfScript {}

    /**
     * A {@code vrrp_script} is good.
     *
     * @param needed how many successes in a row it takes: 1 for the first result, then {@code rise}
     */
    record TrackedScriptPassed(String script, int passes, int needed) implements OfScript {}

    /**
     * Too few processes run, or too many, and have for {@code terminate_delay}.
     *
     * @param needed {@code quorum}
     */
    record TrackedProcessLost(String process, int count, int needed) implements OfProcess {}

    /**
     * Enough processes run, and have for {@code fork_delay}.
     *
     * @param needed {@code quorum}
     */
    record TrackedProcessGained(String process, int count, int needed) implements OfProcess {}

    /**
     * A link was lost, or is back, and that does not count before {@code until}.
     *
     * @param usable whether it is back
     */
    record LinkChangeDelayed(InterfaceName link, boolean usable, Moment until) implements OfLink {}

    /**
     * The loss or the return of a link has lasted for its delay, and counts.
     *
     * @param usable whether it is back
     * @param told index of the event that told it
     */
    record LinkChangeCounts(InterfaceName link, boolean usable, long told) implements OfLink {}

    /**
     * A link is again as it counts: what was told of it did not last.
     *
     * @param usable as what it counts
     * @param told index of the event that told the opposite
     */
    record LinkChangePassed(InterfaceName link, boolean usable, long told) implements OfLink {}

    /** A checker that was good is not any more: {@code failures} in a row, more than {@code allowed}. */
    record CheckerFailed(CheckerId checker, int failures, int allowed, long firstFailure) implements OfServer {
        @Override
        public VirtualServerName server() {
            return checker.server();
        }
    }

    /** A checker that was bad, or that had to prove itself first, is good. */
    record CheckerRecovered(CheckerId checker, int passes) implements OfServer {
        @Override
        public VirtualServerName server() {
            return checker.server();
        }
    }

    /** A real server takes no part any more. */
    record RealServerDown(VirtualServerName server, Endpoint real, String why) implements OfServer {}

    /** A real server takes part again: none of its checkers fails. */
    record RealServerUp(VirtualServerName server, Endpoint real) implements OfServer {}

    /** The weight a real server should have is another: a script, a file or an operator asked for it. */
    record WeightChanged(VirtualServerName server, Endpoint real, int from, int to, String why) implements OfServer {}

    /**
     * The living real servers together weigh too little.
     *
     * @param weight what they weigh
     * @param needed what they must weigh to keep the quorum, {@code quorum - hysteresis}
     * @param sorry whether a sorry server stands in
     */
    record QuorumLost(VirtualServerName server, long weight, long needed, boolean sorry) implements OfServer {}

    /**
     * The living real servers together weigh enough again.
     *
     * @param needed what they must weigh to gain the quorum, {@code quorum + hysteresis}
     * @param sorry whether a sorry server stood in
     */
    record QuorumGained(VirtualServerName server, long weight, long needed, boolean sorry) implements OfServer {}

    /** {@code ha_suspend}: no address of the virtual server is on this host. */
    record ChecksSuspended(VirtualServerName server) implements OfServer {}

    record ChecksResumed(VirtualServerName server) implements OfServer {}

    /** A reload brought a virtual server. */
    record VirtualServerAdded(VirtualServerName server) implements OfServer {}

    /** A reload took a virtual server away. */
    record VirtualServerRemoved(VirtualServerName server) implements OfServer {}

    /** A reload brought a real server. */
    record RealServerAdded(VirtualServerName server, Endpoint real, boolean alive) implements OfServer {}

    /** A reload took a real server away. */
    record RealServerRemoved(VirtualServerName server, Endpoint real) implements OfServer {}

    /** An operator's drain of a real server, or of all of a virtual server, is over. */
    record DrainEnded(VirtualServerName server, @Nullable Endpoint real, String why) implements OfServer {}
}
