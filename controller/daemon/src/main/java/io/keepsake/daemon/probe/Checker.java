package io.keepsake.daemon.probe;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.event.HealthEvent.CheckFailed;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.core.event.HealthEvent.CheckUnknown;
import io.keepsake.core.event.HealthEvent.FileRead;
import io.keepsake.core.value.CheckerId;
import io.keepsake.daemon.probe.wire.Printable;
import org.jspecify.annotations.Nullable;

/**
 * One checker: when it is due, and what became of its check. The next check is timed from the due time of the last one,
 * never from its end, so it does not drift; due times that pass while a check runs, or while this thread stands still, are
 * left out, so it keeps its phase. On the thread of the probes; times are of that thread's clock.
 */
final class Checker extends ScheduleEntry implements CheckReport {
    private static final long PACE_MIN_NANOS = 1_000_000;
    private static final long FILE_PACE_NANOS = 1_000_000_000;

    private final CheckerId id;
    private final long incarnation;
    private final int slot;
    private final ProbeLoop loop;
    private final Tools tools;
    private final boolean file;
    private final Stopwatch watch = new Stopwatch();

    private CheckerConfig config;
    private Probe probe;
    private boolean probeIsOld;
    private long periodNanos;
    private long due;
    private long lastDue = -1;
    private boolean underWay;
    private boolean suspended;
    private boolean queued;
    private int check;
    private long deadline;
    private long drainedUntil = Probe.NEVER;
    private @Nullable String told;

    Checker(CheckerId id, Incarnation wanted, int slot, ProbeLoop loop, Tools tools) {
        this.id = id;
        config = wanted.config();
        incarnation = wanted.number();
        this.slot = slot;
        this.loop = loop;
        this.tools = tools;
        file = config.check() instanceof Check.File;
        periodNanos = period(config.delayLoopNanos());
        probe = Probes.of(id, config, tools, this);
    }

    /** keepalived is told by the kernel of a change in a file; we look at least each second. */
    private long period(long pace) {
        if (!file) {
            return Math.max(pace, PACE_MIN_NANOS);
        }
        return pace <= 0 ? FILE_PACE_NANOS : Math.clamp(pace, PACE_MIN_NANOS, FILE_PACE_NANOS);
    }

    private static long timeoutNanos(CheckerConfig config) {
        boolean endless = config.check() instanceof Check.Misc || config.timeoutNanos() <= 0;
        return endless ? Probe.NEVER : config.timeoutNanos();
    }

    /** Other settings from now on, but for the pace, which is told apart; a check under way ends as it began. */
    void set(CheckerConfig settings) {
        probeIsOld |= !settings.asksAs(config);
        config = settings;
    }

    CheckerId id() {
        return id;
    }

    CheckerConfig config() {
        return config;
    }

    long incarnation() {
        return incarnation;
    }

    int slot() {
        return slot;
    }

    /** Whether a check runs. */
    boolean underWay() {
        return underWay;
    }

    /** Waits for its turn. */
    void queue() {
        queued = true;
        loop.schedule().set(this, Probe.NEVER);
    }

    /** Has its turn. */
    void unqueue() {
        if (queued) {
            scheduleNext();
        }
    }

    /** The first check, at {@code at}. */
    void beginAt(long at) {
        due = at;
        scheduleNext();
    }

    private void scheduleNext() {
        queued = false;
        loop.schedule().set(this, Math.min(drainedUntil, suspended ? Probe.NEVER : due));
    }

    /** Whether a check is to begin. */
    boolean begins(long now) {
        return !underWay && !suspended && due <= now;
    }

    /** Its time has come: the check under way has had its time, the last one is drained, or the next one begins. */
    void onTime(long now) {
        if (underWay) {
            probe.expire();
            return;
        }
        if (drainedUntil <= now) {
            endDraining();
        }
        if (!begins(now)) {
            scheduleNext();
        } else if (now - due >= periodNanos) {
            due = after(due, now);
            scheduleNext();
        } else {
            begin(now);
        }
    }

    private void begin(long now) {
        queued = false;
        underWay = true;
        check = loop.began();
        lastDue = due;
        watch.begin(due, now);
        if (probeIsOld) {
            probeIsOld = false;
            probe = Probes.of(id, config, tools, this);
        }
        long timeoutNanos = timeoutNanos(config);
        deadline = timeoutNanos == Probe.NEVER ? Probe.NEVER : now + timeoutNanos;
        drainedUntil = Probe.NEVER;
        loop.schedule().set(this, deadline);
        if (!probe.begin(now)) {
            over(now);
        }
    }

    private void over(long now) {
        underWay = false;
        due = after(lastDue, now);
        drainedUntil = probe.draining() ? deadline : Probe.NEVER;
        scheduleNext();
        loop.ended();
    }

    private void endDraining() {
        drainedUntil = Probe.NEVER;
        probe.endDraining();
    }

    /** The first due time behind {@code base} that is still to come. */
    private long after(long base, long now) {
        long next = base + periodNanos;
        return next > now ? next : next + ((now - next) / periodNanos + 1) * periodNanos;
    }

    /** The socket of check number {@code number} is ready. */
    void ready(int number, int events) {
        if (number == check && (underWay || probe.draining())) {
            probe.ready(events);
        }
    }

    /** {@code PaceCheck}: 0 is one check at once, which leaves the pace as it is. */
    void pace(long everyNanos, long now) {
        if (everyNanos > 0) {
            periodNanos = period(everyNanos);
            due = lastDue < 0 ? due : after(lastDue, now);
        } else if (!underWay) {
            due = now;
        }
        if (!underWay) {
            scheduleNext();
        }
    }

    void suspend() {
        suspended = true;
        cancel();
    }

    void resume(long now) {
        if (suspended) {
            suspended = false;
            due = due > now ? due : after(due, now);
            scheduleNext();
        }
    }

    /** Ends the check under way without a word; it is due no more. */
    void cancel() {
        queued = false;
        loop.schedule().set(this, Probe.NEVER);
        endDraining();
        if (underWay) {
            underWay = false;
            probe.cancel();
            due = lastDue;
            loop.ended();
        }
    }

    /** The probe itself is broken. */
    void broke(RuntimeException e) {
        if (underWay) {
            probe.cancel();
            failed(CheckFailure.LOCAL, "the probe broke: " + e);
        } else {
            endDraining();
        }
    }

    @Override
    public long token() {
        return (long) slot << 32 | check;
    }

    @Override
    public void connected() {
        watch.connected(loop.now());
    }

    @Override
    public void secured() {
        watch.secured(loop.now());
    }

    @Override
    public void answered() {
        watch.answered(loop.now());
    }

    @Override
    public void passed(String detail, int weight) {
        long now = loop.now();
        over(now);
        loop.tell(new CheckPassed(id, watch.timing(now), Printable.detail(detail), weight, incarnation));
    }

    @Override
    public void failed(CheckFailure reason, String detail) {
        long now = loop.now();
        over(now);
        if (differs(detail)) {
            loop.tell(new CheckFailed(id, watch.timing(now), reason, Printable.detail(detail), incarnation));
        }
    }

    @Override
    public void unknown(String detail) {
        long now = loop.now();
        over(now);
        loop.tell(new CheckUnknown(id, watch.timing(now), Printable.detail(detail), incarnation));
    }

    @Override
    public void read(long number) {
        over(loop.now());
        if (differs(Long.toString(number))) {
            loop.tell(new FileRead(id, number, incarnation));
        }
    }

    /** A file is polled, and only what is new of it is told. */
    private boolean differs(String found) {
        boolean differs = !file || !found.equals(told);
        told = file ? found : null;
        return differs;
    }
}
