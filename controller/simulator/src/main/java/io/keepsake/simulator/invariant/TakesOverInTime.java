package io.keepsake.simulator.invariant;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.core.vrrp.VrrpState.Backup;

/**
 * A backup becomes master when Master_Down_Timer ends, neither before nor after (RFC 9568 6.4.2). The timer is kept here
 * a second time:
 *
 * <ul>
 *   <li>three intervals and the skew from the start, from the end of a fault, or from the arrival of the advert it
 *       yields to or follows ({@code docs/decisions/0005}); the interval is the master's in version 3;
 *   <li>the skew alone from the arrival of a goodbye, or from the moment an address was taken;
 *   <li>not moved by a lower master, unless it must not preempt or {@code preempt_delay} runs;
 *   <li>moved by the difference of the skews when a reload brings another priority;
 *   <li>counted anew by a reload that brings another interval, {@code down_timer_adverts} or {@code preempt_delay}: it ends
 *       no later than if it began with the reload;
 *   <li>at least one interval and the skew from the end of a stall of an interval or more ({@code
 *       docs/decisions/0009});
 *   <li>a whole one more where a member of the sync group is not ready: they become master together; and where an operator
 *       holds it back;
 *   <li>moved by a lower master too while an operator wants it not to be master.
 * </ul>
 */
final class TakesOverInTime implements OfInstance {
    private static final String NAME = "TakesOverInTime";
    private static final long SECOND = 1_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    /** A timer, or a delay, that began under another name is not known. */
    private static final long UNKNOWN = Long.MIN_VALUE;

    private long due = NEVER;

    /**
     * Whether the interval may be another's too: nobody can say whether it follows the master that it hears, or whether it
     * had heard one when a reload brought another interval.
     */
    private boolean unsure;

    private long interval;
    private long preemptAt = NEVER;

    @Override
    public boolean looksAtPlainTurns() {
        return true;
    }

    @Override
    public void after(InstanceTurn turn) {
        if (turn.all().event() instanceof ConfigAccepted) {
            configured(turn);
            return;
        }
        boolean wasBackup = turn.was() instanceof Backup;
        boolean isBackup = turn.is() instanceof Backup;
        if (turn.isMaster() && !turn.wasMaster()) {
            becameMaster(turn, wasBackup);
        } else if (isBackup && wasBackup) {
            stayed(turn);
        } else if (isBackup) {
            became(turn);
        }
        if (isBackup && due != UNKNOWN && turn.all().deadline() > due) {
            throw turn.violation(NAME, "sleeps past its takeover at " + TextSink.seconds(due));
        }
    }

    private void configured(InstanceTurn turn) {
        boolean backup = turn.is() instanceof Backup;
        interval = turn.isFresh() ? 0 : interval;
        if (backup && !turn.isFresh() && !(turn.was() instanceof Backup)) {
            interval = turn.self().interval().nanos();
            unsure = false;
        }
        preemptAt = !turn.isFresh() ? preemptAt : backup ? UNKNOWN : NEVER;
        if (!backup || turn.isFresh() || !(turn.was() instanceof Backup) || due == NEVER) {
            due = backup ? UNKNOWN : NEVER;
        } else if (isTimedAnew(turn)) {
            due = UNKNOWN;
            preemptAt = UNKNOWN;
            unsure |= !turn.selfBefore().interval().equals(turn.self().interval());
            long longest = Math.max(interval, turn.self().interval().nanos());
            long latest = turn.all().at() + turn.self().downTimerAdverts() * longest + SECOND + longest;
            if (turn.all().deadline() > latest) {
                throw turn.violation(
                        NAME,
                        "sleeps past its takeover, by its new settings at " + TextSink.seconds(latest)
                                + " at the latest");
            }
        } else if (due != UNKNOWN) {
            due += skew(turn, turn.priority(turn.is())) - skew(turn, turn.priorityBefore());
        }
    }

    private static boolean isTimedAnew(InstanceTurn turn) {
        var before = turn.selfBefore();
        var self = turn.self();
        return before.downTimerAdverts() != self.downTimerAdverts()
                || !before.interval().equals(self.interval())
                || before.preemptDelayNanos() != self.preemptDelayNanos();
    }

    private void becameMaster(InstanceTurn turn, boolean wasBackup) {
        if (wasBackup && due != UNKNOWN && due != NEVER) {
            due += skew(turn) - skew(turn, turn.priorityBefore()); // another priority moves the timer in the same turn
        }
        var mates = turn.mates();
        if (mates.stream().anyMatch(mate -> !mate.isMaster())) {
            throw turn.violation(NAME, "is MASTER, and not all of its sync group are");
        }
        if (mates.stream().anyMatch(mate -> !mate.wasMaster())) {
            // whose time it was is seen of that member: it is the last
            boolean ready =
                    turn.ready(turn.was(), turn.all().at()) || turn.all().at() >= due;
            if (!ready && due != UNKNOWN && wasBackup) {
                throw turn.violation(
                        NAME, "is MASTER with its sync group before its time, which is " + TextSink.seconds(due));
            }
            return;
        }
        boolean owner = turn.self().owner()
                && (turn.was().role() == Role.FAULT || turn.self().startRole() == Role.MASTER);
        if (!wasBackup && !owner) {
            throw turn.violation(NAME, "is MASTER at once and was " + turn.was().role());
        }
        if (wasBackup
                && due != UNKNOWN
                && (turn.all().at() < due || !(turn.all().event() instanceof DeadlineReached))) {
            throw turn.violation(NAME, "is MASTER before its time, which is " + TextSink.seconds(due));
        }
    }

    private void stayed(InstanceTurn turn) {
        if (due != UNKNOWN && !(turn.all().event() instanceof ConfigAccepted)) {
            due += skew(turn) - skew(turn, turn.priorityBefore());
        }
        var heard = turn.heard();
        if (heard != null && turn.counts(heard)) {
            hears(turn, heard);
        } else if (turn.all().event() instanceof LoopStalled stalled && stalled.nanos() >= interval) {
            due = due == UNKNOWN ? UNKNOWN : Math.max(due, turn.all().at() + interval + skew(turn));
        } else if (turn.all().event() instanceof DeadlineReached
                && due != UNKNOWN
                && turn.all().at() >= due) {
            if (turn.isHeldBack()
                    || turn.mates().stream()
                            .anyMatch(mate -> !mate.ready(mate.is(), turn.all().at()))) {
                due = turn.all().at() + turn.self().downTimerAdverts() * interval + skew(turn);
                return;
            }
            throw turn.violation(NAME, "stays BACKUP, and its time was " + TextSink.seconds(due));
        }
    }

    private void hears(InstanceTurn turn, AdvertReceived heard) {
        long arrived = turn.all().at() - heard.lateNanos();
        if (heard.advert().priority().value() == 0) {
            due = interval == 0 || unsure ? UNKNOWN : arrived + skew(turn);
            return;
        }
        boolean lower = heard.advert().priority().compareTo(turn.priority(turn.was())) < 0;
        if (!lower || !turn.self().preempt() || turn.hold() != null) {
            preemptAt = NEVER;
            follow(turn, heard, arrived);
            return;
        }
        if (turn.self().preemptDelayNanos() > 0 && preemptAt == UNKNOWN) {
            due = UNKNOWN;
            unsure = true;
            interval = Math.max(interval, heard.advert().interval().nanos());
        } else if (turn.self().preemptDelayNanos() > 0 && preemptAt == NEVER) {
            preemptAt = arrived + turn.self().preemptDelayNanos();
            follow(turn, heard, arrived);
        } else if (turn.self().preemptDelayNanos() > 0 && arrived < preemptAt) {
            follow(turn, heard, arrived);
        }
    }

    private void follow(InstanceTurn turn, AdvertReceived heard, long arrived) {
        interval = turn.self().version() == VrrpVersion.V3
                ? heard.advert().interval().nanos()
                : turn.self().interval().nanos();
        unsure = false;
        due = arrived + turn.self().downTimerAdverts() * interval + skew(turn);
    }

    private void became(InstanceTurn turn) {
        preemptAt = NEVER;
        unsure = false;
        interval = turn.self().interval().nanos();
        var heard = turn.heard();
        if (heard != null && turn.counts(heard)) {
            hears(turn, heard);
        } else {
            boolean skewOnly = turn.wasMaster()
                    && (StaysWithoutCause.taken(turn) || turn.mates().stream().anyMatch(StaysWithoutCause::taken));
            int adverts = skewOnly ? 0 : turn.self().downTimerAdverts();
            due = turn.all().at() + adverts * interval + skew(turn);
        }
    }

    /** Skew_Time: of a second in version 2 (RFC 3768 6.1), of the interval in version 3 (RFC 9568 6.1). */
    private long skew(InstanceTurn turn) {
        return skew(turn, turn.priority(turn.is()));
    }

    private long skew(InstanceTurn turn, Priority priority) {
        long whole = turn.self().version() == VrrpVersion.V3 ? interval : SECOND;
        return (256 - priority.value()) * whole / 256;
    }
}
