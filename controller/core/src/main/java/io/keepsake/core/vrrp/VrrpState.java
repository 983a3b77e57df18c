package io.keepsake.core.vrrp;

import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an instance is and the deadlines it has in that role, and nothing more. */
public sealed interface VrrpState {

    Role role();

    /** The earliest moment at which this state wants to be woken. */
    Moment deadline();

    /** Not started: the kernel was not read yet, or {@code vrrp_startup_delay} runs until {@code startAt}. */
    record Init(Moment startAt) implements VrrpState {
        @Override
        public Role role() {
            return Role.INIT;
        }

        @Override
        public Moment deadline() {
            return startAt;
        }
    }

    /**
     * Listening.
     *
     * @param timer Master_Down_Timer
     * @param interval Master_Adver_Interval: learned from the master in version 3, our own in version 2
     * @param master whom it follows; null until an advert was accepted
     * @param preemptAt when {@code preempt_delay} is over; {@link Moment#NEVER} while it does not run
     * @param heldOwner an owner that lowered itself to 254 because a rival owner is there
     */
    record Backup(
            DownTimer timer,
            AdvertInterval interval,
            @Nullable Followed master,
            Moment preemptAt,
            boolean heldOwner) implements VrrpState {
        /** With another configured priority: whoever was held back as an owner is not any more. */
        Backup reprioritised(DownTimer moved) {
            return new Backup(moved, interval, master, preemptAt, false);
        }

        @Override
        public Role role() {
            return Role.BACKUP;
        }

        @Override
        public Moment deadline() {
            return timer.due();
        }
    }

    /**
     * The master that a backup follows.
     *
     * @param listDiffers whether its list of virtual addresses differs from ours (said once)
     */
    record Followed(Ip address, Priority priority, AdvertInterval interval, boolean listDiffers) {
        /** Whether {@code other} is the same router with the same priority and interval. */
        boolean sameRouter(Followed other) {
            return address.equals(other.address) && priority.equals(other.priority) && interval.equals(other.interval);
        }
    }

    /**
     * Holding the addresses.
     *
     * @param nextAdvertAt when the next advert is due
     * @param secondGarpAt the batch {@code garp_master_delay} after becoming master, or NEVER
     * @param refreshGarpAt the next batch of {@code garp_master_refresh}, or NEVER
     * @param lowerGarpAt the batch {@code garp_lower_prio_delay} after a lower master was heard, or NEVER
     * @param rivalUntil while another owner (255) was heard: until when it may go silent; NEVER when there is none
     * @param heldOwner an owner that lowered itself to 254
     */
    record Master(
            Moment nextAdvertAt,
            Moment secondGarpAt,
            Moment refreshGarpAt,
            Moment lowerGarpAt,
            Moment rivalUntil,
            boolean heldOwner)
            implements VrrpState {
        @Override
        public Role role() {
            return Role.MASTER;
        }

        @Override
        public Moment deadline() {
            return nextAdvertAt.earlierOf(secondGarpAt).earlierOf(refreshGarpAt).earlierOf(lowerGarpAt);
        }

        Master advertAt(Moment next) {
            return new Master(next, secondGarpAt, refreshGarpAt, lowerGarpAt, rivalUntil, heldOwner);
        }

        Master garpsAt(Moment second, Moment refresh, Moment lower) {
            return new Master(nextAdvertAt, second, refresh, lower, rivalUntil, heldOwner);
        }

        Master rival(Moment until, boolean held) {
            return new Master(nextAdvertAt, secondGarpAt, refreshGarpAt, lowerGarpAt, until, held);
        }
    }

    /** Unable to take part. */
    record Fault(List<FaultReason> reasons) implements VrrpState {
        public Fault {
            reasons = List.copyOf(reasons);
        }

        @Override
        public Role role() {
            return Role.FAULT;
        }

        @Override
        public Moment deadline() {
            return Moment.NEVER;
        }
    }

    /** Ended on request; nothing brings it back in this run. */
    record Stopped() implements VrrpState {
        @Override
        public Role role() {
            return Role.INIT;
        }

        @Override
        public Moment deadline() {
            return Moment.NEVER;
        }
    }
}
