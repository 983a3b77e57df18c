package io.keepsake.core.event;

import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Routing;

/** The reason of a transition, with the values that were compared. */
public sealed interface Why {

    /** The instance was configured and found nothing wrong. */
    record Started() implements Why {}

    /** The last fault reason went. */
    record FaultCleared() implements Why {}

    /** Master_Down_Timer ran out (RFC 9568 6.4.2). */
    record MasterDownExpired(DownTimer timer) implements Why {}

    /** A master with a higher priority was heard (RFC 9568 6.4.3). */
    record HigherPriorityHeard(Ip source, Priority theirs, Priority ours) implements Why {}

    /** A master with our priority and a higher address was heard (RFC 9568 6.4.3). */
    record HigherAddressHeard(Ip source, Ip ours, Priority both) implements Why {}

    /** Someone else removed a virtual address from a running master. */
    record AddressLost(LinkAddress address) implements Why {}

    /** Someone else took a virtual route or rule away from a running master. */
    record RoutingLost(Routing what) implements Why {}

    /**
     * {@code timer_expired_backup}: it found itself so late that a backup must be master by now.
     *
     * @param lastAdvertAt when its last advert was sent
     * @param due when the best backup took over at the latest
     */
    record TimerExpired(Moment lastAdvertAt, Moment due) implements Why {}

    /** Another member of its {@code vrrp_sync_group} went there, and all go together. */
    record GroupFollowed(String group, InstanceName member) implements Why {}

    /** Someone asked for it. */
    record Demoted(Hold hold) implements Why {}

    /** The instance is no longer configured, or the director stops. */
    record Stopped(String by) implements Why {}

    /**
     * A Master_Down_Timer and where it came from: {@code due} is {@code armedAt} + {@code adverts} x {@code
     * intervalNanos} + {@code skewNanos}.
     *
     * @param armed what set it
     * @param armedBy index of the event that set it
     * @param adverts 0 when only the skew counts
     */
    record DownTimer(
            Armed armed, long armedBy, Moment armedAt, Moment due, int adverts, long intervalNanos, long skewNanos) {}

    /** What set a Master_Down_Timer. */
    enum Armed {
        /** The start of the instance; nothing was heard yet. */
        START,
        /** The start of the owner of the address (priority 255), which waits for nobody. */
        OWNER_START,
        /** The master's advert. */
        ADVERT,
        /** The master's last advert, with priority 0: only the skew is left. */
        PRIORITY_ZERO,
        /** Stepping down after a virtual address, route or rule was taken away: only the skew is left. */
        ADDRESS_LOST,
        /** Stepping down with its sync group. */
        GROUP_BACKUP,
        /** Its time came, and a member of its sync group was not ready: it goes with the last that is. */
        GROUP_WAITS,
        /** A fault that ended. */
        FAULT_CLEARED,
        /** Stepping down by itself, since it woke after a backup must have taken over. */
        TIMER_EXPIRED,
        /** Stepping down because someone asked for it. */
        DEMOTED,
        /** Its time came, and someone holds it back: it waits until nobody does. */
        HELD,
        /** This process stood still so long that it may have missed an advert: one more interval and the skew. */
        STALLED
    }
}
