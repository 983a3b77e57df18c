package io.keepsake.core.vrrp;

import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.Why;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Followed;
import java.util.List;

/** What a backup does: RFC 9568 6.4.2. */
final class BackupRules {
    private BackupRules() {}

    /** The timer ran out: nobody is master. A member of a sync group goes with the others, when all are ready. */
    static Step<VrrpState> onDeadline(Situation s, Backup backup) {
        if (s.now().reaches(backup.leavesUntil())) {
            return Step.joined(handedOver(s, backup, List.of()), onDeadline(s, backup.leaving(Moment.NEVER)));
        }
        if (!s.now().reaches(backup.timer().due())) {
            return Step.to(backup);
        }
        if (s.heldBack()) {
            return Transitions.heldBack(s, backup);
        }
        return s.waitsFor().isEmpty()
                ? Transitions.master(s, backup, new Why.MasterDownExpired(backup.timer()))
                : Transitions.held(s, backup);
    }

    /** Its successor was heard, or can come no more: what it left is taken away. */
    static Step<VrrpState> handedOver(Situation s, Backup backup, List<Ip> successor) {
        return Step.<VrrpState>to(backup.leaving(Moment.NEVER))
                .decided(new Decision.HandedOver(s.self().name(), successor));
    }

    /**
     * This process stood still for {@code nanos}. What waited in the sockets was heard before, but they hold only so
     * much, and a paused machine hears nothing at all: silence proves nothing until one advert had time to come.
     */
    static Step<VrrpState> onStall(Situation s, Backup backup, long nanos) {
        var timer =
                VrrpTimers.oneInterval(s.self(), s.priority(backup.heldOwner()), backup.interval(), s.index(), s.now());
        return nanos < backup.interval().nanos() || backup.timer().due().reaches(timer.due())
                ? Step.to(backup)
                : Step.to(backup.timed(timer));
    }

    /**
     * An advert that passed the checks.
     *
     * @param arrived when the kernel got it: timers run from there
     */
    static Step<VrrpState> onAdvert(Situation s, Backup backup, AdvertReceived heard, Moment arrived) {
        var advert = heard.advert();
        if (advert.priority().equals(Priority.STOP)) {
            return goodbye(s, backup, heard, arrived);
        }
        if (backup.leaves()) {
            var handed = handedOver(s, backup, List.of(heard.source()));
            return Step.joined(handed, onAdvert(s, (Backup) handed.next(), heard, arrived));
        }
        boolean lower = advert.priority().compareTo(s.priority(backup.heldOwner())) < 0;
        if (!lower || !s.preempts()) {
            return follow(s, backup, heard, arrived, Moment.NEVER);
        }
        boolean delays = s.self().preemptDelayNanos() > 0;
        if (delays && backup.preemptAt().equals(Moment.NEVER)) {
            var until = arrived.plus(s.self().preemptDelayNanos());
            return follow(s, backup, heard, arrived, until)
                    .decided(new Decision.PreemptDelayed(s.self().name(), heard.source(), until));
        }
        return delays && !arrived.reaches(backup.preemptAt())
                ? follow(s, backup, heard, arrived, backup.preemptAt())
                : discard(s, backup, heard);
    }

    private static Step<VrrpState> goodbye(Situation s, Backup backup, AdvertReceived heard, Moment arrived) {
        var timer = VrrpTimers.skewOnly(
                s.self(), s.priority(backup.heldOwner()), backup.interval(), Armed.PRIORITY_ZERO, s.index(), arrived);
        return Step.<VrrpState>to(backup.timed(timer))
                .decided(new Decision.GoodbyeHeard(s.self().name(), heard.source(), timer.due()));
    }

    /** Accepts the sender as master: the timer starts anew, and version 3 learns its interval. */
    private static Step<VrrpState> follow(
            Situation s, Backup backup, AdvertReceived heard, Moment arrived, Moment preemptAt) {
        var interval = interval(s, heard.advert());
        var timer = Transitions.wholeTimer(s, backup.heldOwner(), interval, Armed.ADVERT, arrived);
        var before = backup.master();
        var heardFrom = new Followed(heard.source(), heard.advert().priority(), interval);
        Step<VrrpState> step = Step.to(new Backup(
                timer, interval, heardFrom, preemptAt, backup.heldOwner(), backup.listTold(), backup.leavesUntil()));
        return heardFrom.equals(before)
                ? step
                : step.decided(
                        new Decision.MasterFollowed(s.self().name(), heard.source(), heardFrom.priority(), interval));
    }

    /** A lower master while we preempt: left alone until our own timer runs out, which nothing extends now. */
    private static Step<VrrpState> discard(Situation s, Backup backup, AdvertReceived heard) {
        var ours = s.priority(backup.heldOwner());
        return Step.<VrrpState>to(backup)
                .decided(new Decision.AdvertDiscarded(
                        s.self().name(),
                        heard.source(),
                        DiscardReason.LOWER_PRIORITY,
                        "priority " + heard.advert().priority() + " is below ours, " + ours));
    }

    /** Master_Adver_Interval: the master's in version 3, our own in version 2 (where they are equal). */
    static AdvertInterval interval(Situation s, Advert advert) {
        return s.self().version() == VrrpVersion.V3
                ? advert.interval()
                : s.self().interval();
    }
}
