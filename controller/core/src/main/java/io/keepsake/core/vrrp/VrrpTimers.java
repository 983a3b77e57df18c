package io.keepsake.core.vrrp;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;

/** The timers of RFC 3768 6.1 and RFC 9568 6.1, in nanoseconds. */
final class VrrpTimers {
    private static final long SECOND = 1_000_000_000L;
    private static final long HANDOVER_MARGIN_NANOS = 100_000_000L;
    private static final long HANDOVER_MOST_NANOS = 2 * SECOND;

    private VrrpTimers() {}

    /**
     * Skew_Time: (256 - priority)/256 of a second in version 2, of Master_Adver_Interval in version 3.
     *
     * @param interval Master_Adver_Interval
     */
    static long skewNanos(InstanceConfig self, Priority priority, AdvertInterval interval) {
        long base =
                switch (self.version()) {
                    case V2 -> SECOND;
                    case V3 -> interval.nanos();
                };
        return (256 - priority.value()) * base / 256;
    }

    /** So long any backup may take after a goodbye: the longest skew there is and a margin, but no longer than a stop. */
    static long handoverNanos(InstanceConfig self) {
        long longest = skewNanos(self, new Priority(1), self.interval());
        return Math.min(longest, HANDOVER_MOST_NANOS) + HANDOVER_MARGIN_NANOS;
    }

    /** So long after a master's last advert a backup of this priority is master. */
    static long takenOverNanos(InstanceConfig self, Priority backup) {
        return self.downTimerAdverts() * self.interval().nanos() + skewNanos(self, backup, self.interval());
    }

    /** A whole Master_Down_Interval from {@code from}: {@code down_timer_adverts} intervals and the skew. */
    static DownTimer masterDown(
            InstanceConfig self, Priority priority, AdvertInterval interval, Armed armed, long armedBy, Moment from) {
        return timer(self.downTimerAdverts(), self, priority, interval, armed, armedBy, from);
    }

    /** Only the skew from {@code from}: the master said goodbye, or an address was taken. */
    static DownTimer skewOnly(
            InstanceConfig self, Priority priority, AdvertInterval interval, Armed armed, long armedBy, Moment from) {
        return timer(0, self, priority, interval, armed, armedBy, from);
    }

    /** One interval and the skew from {@code from}: after a stall, time for one advert to be heard. */
    static DownTimer oneInterval(
            InstanceConfig self, Priority priority, AdvertInterval interval, long armedBy, Moment from) {
        return timer(1, self, priority, interval, Armed.STALLED, armedBy, from);
    }

    /**
     * A running timer under other settings: the interval and the skew of today, from the moment it was armed.
     *
     * @param adverts how many intervals it waits
     */
    static DownTimer retimed(Situation s, VrrpState.Backup backup, int adverts) {
        var timer = backup.timer();
        if (timer.armed() == Armed.OWNER_START) {
            return timer;
        }
        long skew = skewNanos(s.self(), s.priority(backup.heldOwner()), backup.interval());
        long before = timer.adverts() * timer.intervalNanos() + timer.skewNanos();
        long after = adverts * backup.interval().nanos() + skew;
        return new DownTimer(
                timer.armed(),
                timer.armedBy(),
                timer.armedAt(),
                timer.due().plus(after - before),
                adverts,
                backup.interval().nanos(),
                skew);
    }

    private static DownTimer timer(
            int adverts,
            InstanceConfig self,
            Priority priority,
            AdvertInterval interval,
            Armed armed,
            long armedBy,
            Moment from) {
        long skew = skewNanos(self, priority, interval);
        var due = from.plus(adverts * interval.nanos() + skew);
        return new DownTimer(armed, armedBy, from, due, adverts, interval.nanos(), skew);
    }

    /** Due at once: an owner that starts waits for nobody. */
    static DownTimer atOnce(InstanceConfig self, long armedBy, Moment now) {
        return new DownTimer(
                Armed.OWNER_START, armedBy, now, now, 0, self.interval().nanos(), 0);
    }
}
