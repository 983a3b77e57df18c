package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.adapter.netlink.socket.PollSet;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.IpvsEvent.IpvsRead;
import io.keepsake.core.event.IpvsEvent.IpvsUnavailable;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.ServiceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the table when it is asked to and from time to time, and tells what the core does not know yet. */
final class Watch {
    /** More differences are told as one whole reading. */
    static final int DIFFERENCES_MAX = 256;
    /** Half a millisecond of work: so long a program waits for a reading. */
    private static final int SERVICES_A_STEP = 32;

    private final IpvsSocket socket;
    private final Consumer<Event> inbox;
    private final long intervalNanos;
    private final List<Consumer<List<ServiceCount>>> askers = new ArrayList<>();
    private IpvsTable table = new IpvsTable();
    private SyncDaemons daemons = new SyncDaemons();
    private IpvsTimeouts timeouts = IpvsTimeouts.UNSET;
    private @Nullable Reading reading;
    /** One that was begun for counters alone is not compared. */
    private boolean readingIsTold;
    /** The core was told a whole reading, and has not asked for another. */
    private boolean told;

    private boolean asked;
    private boolean watching;
    private long dueNanos;
    private int toldErrno;

    Watch(IpvsSocket socket, Consumer<Event> inbox, Duration interval) {
        this.socket = socket;
        this.inbox = inbox;
        intervalNanos = interval.toNanos();
    }

    /** Read as soon as possible, and from then on from time to time; only differences are told. */
    void read() {
        asked = true;
        watching = true;
    }

    /** The same, and tell what there is as if nothing had been told before: the core may have missed it. */
    void readWhole() {
        read();
        told = false;
        toldErrno = 0;
    }

    /** Give the counters of the next reading, or of the one that runs, to the asker. */
    void count(Consumer<List<ServiceCount>> asker) {
        askers.add(asker);
    }

    /** Whether a reading is to be made or finished before anything else: the first is not mixed with programs. */
    boolean isFirst() {
        return watching && !told && (asked || reading != null);
    }

    /** Whether somebody waits for a reading. */
    boolean isAsked() {
        return asked || reading != null || !askers.isEmpty();
    }

    /** Milliseconds until the next reading of its own accord, 0 when it is time; {@link PollSet#FOREVER} for never. */
    int pauseMillis() {
        if (!watching) {
            return PollSet.FOREVER;
        }
        long nanos = dueNanos - System.nanoTime();
        return nanos <= 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }

    /** Begins a reading, or reads on. */
    void step() {
        try {
            var current = reading;
            if (current == null) {
                asked = false;
                readingIsTold = watching;
                reading = Reading.begin(socket);
            } else if (current.isThrough()) {
                reading = null;
                finish(current);
            } else {
                current.step(SERVICES_A_STEP, table);
            }
        } catch (KernelRefusal refusal) {
            unavailable(refusal);
        }
    }

    private void finish(Reading done) throws KernelRefusal {
        if (readingIsTold) {
            tell(done);
        }
        toldErrno = 0;
        dueNanos = System.nanoTime() + intervalNanos;
        var counts = askers.isEmpty() ? List.<ServiceCount>of() : done.counts();
        answer(counts);
    }

    private void tell(Reading done) throws KernelRefusal {
        var time = Reading.timeouts(socket);
        boolean otherDaemons = daemons.meet(Reading.daemons(socket));
        boolean whole = otherDaemons || !time.equals(timeouts) || !told;
        timeouts = time;
        told = true;
        var differences = table.meet(done.found(), done.touched());
        if (whole || differences.size() > DIFFERENCES_MAX) {
            inbox.accept(new IpvsRead(timeouts, daemons.known(), table.entries()));
        } else {
            differences.forEach(inbox);
        }
    }

    private void unavailable(KernelRefusal refusal) {
        boolean news = watching && refusal.errno() != toldErrno;
        reading = null;
        asked = false;
        told = false;
        table = new IpvsTable();
        daemons = new SyncDaemons();
        socket.forgetFamily();
        dueNanos = System.nanoTime() + intervalNanos;
        answer(List.of());
        if (news) {
            toldErrno = refusal.errno();
            inbox.accept(new IpvsUnavailable(refusal.errno(), refusal.detail()));
        }
    }

    private void answer(List<ServiceCount> counts) {
        var waiting = List.copyOf(askers);
        askers.clear();
        waiting.forEach(asker -> asker.accept(counts));
    }

    /** Notes what became of a program: what was made is known, and what was refused is worth a look. */
    void learn(List<IpvsChange> changes, Programs.Result result) {
        boolean sync = false;
        for (int i = 0; i < changes.size(); i++) {
            var change = changes.get(i);
            touch(change);
            if (result.errnos()[i] == 0) {
                table.accept(change);
                sync |= daemons.accept(change);
                timeouts = change instanceof IpvsChange.SetTimeouts set
                        ? set.timeouts().over(timeouts)
                        : timeouts;
            }
        }
        if (sync) {
            learnDaemons();
        }
        if (!result.certain() || result.isRefused()) {
            read();
        }
    }

    private void learnDaemons() {
        try {
            daemons.learn(Reading.daemons(socket));
        } catch (KernelRefusal refusal) {
            unavailable(refusal);
        }
    }

    private void touch(IpvsChange change) {
        var current = reading;
        if (current != null) {
            service(change).ifPresent(current::touch);
        }
    }

    private static Optional<ServiceKey> service(IpvsChange change) {
        return switch (change) {
            case IpvsChange.AddService add -> Optional.of(add.service().key());
            case IpvsChange.EditService edit -> Optional.of(edit.service().key());
            case IpvsChange.RemoveService remove -> Optional.of(remove.service());
            case IpvsChange.AddDestination add -> Optional.of(add.service());
            case IpvsChange.EditDestination edit -> Optional.of(edit.service());
            case IpvsChange.RemoveDestination remove -> Optional.of(remove.service());
            case IpvsChange.StartSync _, IpvsChange.StopSync _, IpvsChange.SetTimeouts _ -> Optional.empty();
        };
    }
}
