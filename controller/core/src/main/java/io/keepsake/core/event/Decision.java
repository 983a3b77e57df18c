package io.keepsake.core.event;

import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import java.util.List;

/**
 * What the core concluded. The event of the same turn is its immediate cause; what lies further back is named by index
 * in {@link Why}.
 */
public sealed interface Decision extends Event {
    InstanceName instance();

    record BecameBackup(InstanceName instance, Role from, Why why) implements Decision {}

    record BecameMaster(InstanceName instance, Role from, Why why) implements Decision {}

    record BecameFault(InstanceName instance, Role from, List<FaultReason> reasons) implements Decision {
        public BecameFault {
            reasons = List.copyOf(reasons);
        }
    }

    /** An instance in FAULT has other reasons than before, and stays. */
    record FaultReasonsHeld(InstanceName instance, List<FaultReason> reasons) implements Decision {
        public FaultReasonsHeld {
            reasons = List.copyOf(reasons);
        }
    }

    record BecameStopped(InstanceName instance, Role from, Why why) implements Decision {}

    /** A backup follows this master from now on: another one than before, or one with another priority or interval. */
    record MasterFollowed(InstanceName instance, Ip master, Priority priority, AdvertInterval interval)
            implements Decision {}

    /** The master said goodbye with priority 0; a backup waits only its skew, until {@code due}. */
    record GoodbyeHeard(InstanceName instance, Ip source, Moment due) implements Decision {}

    record AdvertDiscarded(InstanceName instance, Ip source, DiscardReason reason, String detail) implements Decision {}

    /** A running master hears a master it must not yield to, and answers. */
    record LowerMasterHeard(InstanceName instance, Ip source, Priority theirs, Priority ours) implements Decision {}

    /** The master sends another list of virtual addresses than is configured here; said once a master. */
    record AddressListDiffers(InstanceName instance, Ip source, List<Ip> theirs) implements Decision {
        public AddressListDiffers {
            theirs = List.copyOf(theirs);
        }
    }

    /** Someone else took a virtual address off its link while this node is master. */
    record AddressTaken(InstanceName instance, LinkAddress address) implements Decision {}

    /** {@code preempt_delay} runs until {@code until}; the lower master is left alone so long. */
    record PreemptDelayed(InstanceName instance, Ip master, Moment until) implements Decision {}

    /** Two owners (priority 255) hear each other; this one keeps the addresses for now. */
    record RivalOwnerHeard(InstanceName instance, Ip source, Moment until) implements Decision {}

    /** The owner lowers itself to 254 because a rival owner stays; 255 again when the rival is silent. */
    record OwnerPriorityHeld(InstanceName instance, Priority priority) implements Decision {}
}
