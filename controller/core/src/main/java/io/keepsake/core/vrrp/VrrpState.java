package io.keepsake.core.vrrp;

import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an instance is and the deadlines it has in that role, and nothing more. */
public sealed interface VrrpState {

    Role role();

    /** The earliest moment at which this state wants to be woken. */
    Moment deadline();

    /** Whether it has said goodbye, and its addresses stay for its successor to take over. */
    default boolean leaves() {
        return false;
    }

    /**
     * Not started: the kernel was not read yet, {@code vrrp_startup_delay} runs until {@code startAt}, the sockets
     * are not open yet, or a script has not said anything yet.
     *
     * @param due whether {@code startAt} has come
     */
    record Init(Moment startAt, boolean due) implements VrrpState {
        @Override
        public Role role() {
            return Role.INIT;
        }

        @Override
        public Moment deadline() {
            return due ? Moment.NEVER : startAt;
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
     * @param listTold the router of which it was said last that its list of addresses differs from ours
     * @param leavesUntil until when one that was demoted leaves its addresses where they are, unless its successor is heard
     *     before; NEVER when it leaves none
     */
    record Backup(
            DownTimer timer,
            AdvertInterval interval,
            @Nullable Followed master,
            Moment preemptAt,
            boolean heldOwner,
            @Nullable Ip listTold,
            Moment leavesUntil)
            implements VrrpState {
        Backup timed(DownTimer other) {
            return new Backup(other, interval, master, preemptAt, heldOwner, listTold, leavesUntil);
        }

        Backup told(@Nullable Ip router) {
            return new Backup(timer, interval, master, preemptAt, heldOwner, router, leavesUntil);
        }

        Backup leaving(Moment until) {
            return new Backup(timer, interval, master, preemptAt, heldOwner, listTold, until);
        }

        @Override
        public boolean leaves() {
            return !leavesUntil.equals(Moment.NEVER);
        }

        @Override
        public Role role() {
            return Role.BACKUP;
        }

        @Override
        public Moment deadline() {
            return timer.due().earlierOf(leavesUntil);
        }
    }

    /** The master that a backup follows. */
    record Followed(Ip address, Priority priority, AdvertInterval interval) {
        /** By hand, for it is asked with each advert: what a record has costs as much as all the rest. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Followed it
                    && priority.value() == it.priority.value()
                    && interval.nanos() == it.interval.nanos()
                    && address.equals(it.address);
        }

        @Override
        public int hashCode() {
            return Objects.hash(address, priority, interval);
        }
    }

    /**
     * Holding the addresses.
     *
     * @param nextAdvertAt when the next advert is due
     * @param secondGarpAt the batch {@code garp_master_delay} after becoming master, or NEVER
     * @param refreshGarpAt the next batch of {@code garp_master_refresh}, or NEVER
     * @param lowerGarpAt the batch {@code garp_lower_prio_delay} after a lower master was heard, or NEVER
     * @param extraGarpAt the next of {@code garp_extra_if}, or NEVER
     * @param rivalUntil while another owner (255) was heard: until when it may go silent; while this owner has lowered
     *     itself, when the rival has been silent long enough; NEVER when there is none
     * @param heldOwner an owner that lowered itself to 254
     * @param missing how many of its addresses were not seen to stand yet
     * @param listTold the router of which it was said last that its list of addresses differs from ours
     * @param tellAt when those who want to know are told at last, also with addresses that do not stand; NEVER when
     *     they were
     */
    record Master(
            Moment nextAdvertAt,
            Moment secondGarpAt,
            Moment refreshGarpAt,
            Moment lowerGarpAt,
            Moment extraGarpAt,
            Moment rivalUntil,
            boolean heldOwner,
            int missing,
            @Nullable Ip listTold,
            Moment tellAt)
            implements VrrpState {
        /** Whether those who want to know were told. */
        boolean told() {
            return tellAt.equals(Moment.NEVER);
        }

        @Override
        public Role role() {
            return Role.MASTER;
        }

        @Override
        public Moment deadline() {
            var earliest = nextAdvertAt
                    .earlierOf(secondGarpAt)
                    .earlierOf(refreshGarpAt)
                    .earlierOf(lowerGarpAt)
                    .earlierOf(extraGarpAt)
                    .earlierOf(tellAt);
            return heldOwner ? earliest.earlierOf(rivalUntil) : earliest;
        }

        Master advertAt(Moment next) {
            return new Master(
                    next,
                    secondGarpAt,
                    refreshGarpAt,
                    lowerGarpAt,
                    extraGarpAt,
                    rivalUntil,
                    heldOwner,
                    missing,
                    listTold,
                    tellAt);
        }

        Master garpsAt(Moment second, Moment refresh, Moment lower) {
            return new Master(
                    nextAdvertAt,
                    second,
                    refresh,
                    lower,
                    extraGarpAt,
                    rivalUntil,
                    heldOwner,
                    missing,
                    listTold,
                    tellAt);
        }

        Master extraGarpAt(Moment extra) {
            return new Master(
                    nextAdvertAt,
                    secondGarpAt,
                    refreshGarpAt,
                    lowerGarpAt,
                    extra,
                    rivalUntil,
                    heldOwner,
                    missing,
                    listTold,
                    tellAt);
        }

        Master rival(Moment until, boolean held) {
            return new Master(
                    nextAdvertAt,
                    secondGarpAt,
                    refreshGarpAt,
                    lowerGarpAt,
                    extraGarpAt,
                    until,
                    held,
                    missing,
                    listTold,
                    tellAt);
        }

        Master missing(int count) {
            return count == missing
                    ? this
                    : new Master(
                            nextAdvertAt,
                            secondGarpAt,
                            refreshGarpAt,
                            lowerGarpAt,
                            extraGarpAt,
                            rivalUntil,
                            heldOwner,
                            count,
                            listTold,
                            count == 0 ? Moment.NEVER : tellAt);
        }

        Master toldAll() {
            return new Master(
                    nextAdvertAt,
                    secondGarpAt,
                    refreshGarpAt,
                    lowerGarpAt,
                    extraGarpAt,
                    rivalUntil,
                    heldOwner,
                    missing,
                    listTold,
                    Moment.NEVER);
        }

        Master told(@Nullable Ip router) {
            return new Master(
                    nextAdvertAt,
                    secondGarpAt,
                    refreshGarpAt,
                    lowerGarpAt,
                    extraGarpAt,
                    rivalUntil,
                    heldOwner,
                    missing,
                    router,
                    tellAt);
        }
    }

    /** Unable to take part. */
    record Fault(List<FaultCause> reasons) implements VrrpState {
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

    /**
     * Ended on request; nothing brings it back in this run.
     *
     * @param holdsUntil until when it leaves its addresses where they are, unless its successor is heard before; NEVER when it
     *     holds none
     */
    record Stopped(Moment holdsUntil) implements VrrpState {
        @Override
        public boolean leaves() {
            return !holdsUntil.equals(Moment.NEVER);
        }

        @Override
        public Role role() {
            return Role.INIT;
        }

        @Override
        public Moment deadline() {
            return holdsUntil;
        }
    }
}
