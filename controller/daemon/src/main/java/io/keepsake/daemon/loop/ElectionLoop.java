package io.keepsake.daemon.loop;

import io.keepsake.adapter.vrrp.VrrpAdapter;
import io.keepsake.core.LoopTurn;
import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.ClockEvent.DeadlineRepeated;
import io.keepsake.core.event.ClockEvent.WallClockStepped;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.core.event.OperatorEvent.Stamp;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.daemon.dump.Counters;
import io.keepsake.daemon.log.TimelineLogger;
import io.keepsake.daemon.recorder.Recorder;
import io.keepsake.daemon.sys.Alarm;
import io.keepsake.daemon.sys.CpuWaits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The election thread. It alone owns the state: sleeps until the earliest deadline or until something happened, takes
 * one event at a time, records the turn, and carries out what it wishes. It waits for nothing else: no disk, no lock, no
 * name, no script, no log.
 */
public final class ElectionLoop {
    /** A wall clock that moved this much against the monotonic one was set, not slewed. */
    static final long STEP_NANOS = 100_000_000L;

    /** Both clocks are read in less, but by who loses its CPU between them. */
    private static final long READ_NANOS = 500_000L;

    private static final int READS_MAX = 4;

    /** How often the sockets are drained before a deadline is believed, at most: more than their buffers hold. */
    private static final int DRAINS_MAX = 16;

    /** More deadlines in a row that were due when they were set than any number of slices of work explains. */
    private static final int REPEATED_MAX = 1_000;

    /** How long a deadline that repeats itself waits then. */
    private static final long HOLD_NANOS = 100_000_000L;

    /** After a stop was asked for, how long the kernel has to answer the last changes. */
    private static final long STOP_NANOS = 3_000_000_000L;

    /** Once a minute. */
    private static final int BEATS_A_FINGERPRINT = 12;

    private static final int RESERVE_BYTES = 4 << 20;

    private final Alarm alarm;
    private final Inbox inbox;
    private final VrrpAdapter vrrp;
    private final EffectExecutor executor;
    private final Recorder recorder;
    private final TimelineLogger log;
    private final Counters counters;
    private final ArrayDeque<Event> answers = new ArrayDeque<>();
    private final FloodGuard floods = new FloodGuard(this::intervalOf);
    private NodeState state = NodeState.INITIAL;

    /** Given back when there is no memory left, so that goodbyes can be said. */
    @SuppressWarnings("UnusedVariable") // held, not read
    private byte[] reserve = new byte[RESERVE_BYTES];

    /** The state for other threads to look at. */
    private volatile NodeState published = state;

    private final AtomicLong turns = new AtomicLong();
    private long index = 1;
    private Moment drainedAt = now();

    /** Of the packets that were taken together last. */
    private Moment firstArrival = Moment.NEVER;

    private long wallOffset = offset(stamp());
    private Moment stopBy = Moment.NEVER;
    private Moment heldUntil = new Moment(Long.MIN_VALUE);
    private long repeated;
    private final LoopTurn order = new LoopTurn(new Waiting());
    private final CpuWaits cpu = new CpuWaits();

    /** Of the packets that were taken together last: how long one of them has waited at most. */
    private long waitedNanos;

    /** How late the loop was at most, since the last heartbeat. */
    private long lateNanos;

    private long beats;
    private Moment beatAt = now().plus(Heartbeat.EVERY_NANOS);

    public ElectionLoop(
            Alarm alarm,
            Inbox inbox,
            VrrpAdapter vrrp,
            EffectExecutor executor,
            Recorder recorder,
            TimelineLogger log,
            Counters counters) {
        this.alarm = alarm;
        this.inbox = inbox;
        this.vrrp = vrrp;
        this.executor = executor;
        this.recorder = recorder;
        this.log = log;
        this.counters = counters;
    }

    /**
     * Runs until a stop was asked for and everything of ours is undone, or a few seconds later.
     *
     * @throws OutOfMemoryError after the goodbyes: a master that has no memory left is none
     */
    public void run() {
        cpu.waited();
        try {
            serve();
        } catch (OutOfMemoryError e) {
            reserve = new byte[0];
            take(new StopRequested("the election thread has no memory left", true, false));
            serve();
            throw e;
        }
    }

    private void serve() {
        while (!ended()) {
            turns.setRelease(turns.getPlain() + 1);
            var due = dueAt().earlierOf(stopBy);
            var wake = due.earlierOf(floods.due()).earlierOf(beatAt).earlierOf(vrrp.announcesAt());
            alarm.sleep(vrrp.readyFd(), inbox.isEmpty() ? wake.since(now()) : 0);
            turnAll(due);
        }
    }

    /** The state as it stood a moment ago; from any thread. */
    public NodeState state() {
        return published;
    }

    /** How many times the loop has turned, which it does every few seconds at least, and when it is woken; from any thread. */
    public long turns() {
        return turns.getAcquire();
    }

    private boolean ended() {
        return state.ended() || now().reaches(stopBy);
    }

    private void turnAll(Moment due) {
        lateNanos = Math.max(lateNanos, now().since(due));
        order.begin(due);
        floods.tell(now(), this::take);
        inbox.drain(this::take, () -> !now().reaches(dueAt()));
        order.end();
        vrrp.announceDue(now(), (failed, effect) -> take(new EffectFailed(effect, failed.errno(), failed.detail())));
        if (recorder.checkpointWanted()) {
            var stamp = stamp();
            recorder.offerCheckpoint(index++, stamp.at(), stamp.wall(), state::checkpoint);
        }
        beat();
        if (state.stopping() && stopBy.equals(Moment.NEVER)) {
            stopBy = now().plus(STOP_NANOS);
        }
    }

    /** The state is rendered by the recorder, and not every time: of thousands of servers that takes tenths of a second. */
    private void beat() {
        if (now().reaches(beatAt)) {
            var stamp = stamp();
            beatAt = stamp.at().plus(Heartbeat.EVERY_NANOS);
            cpu.waited(); // so that what is told of a standstill is not much older
            var living = state;
            boolean whole = beats++ % BEATS_A_FINGERPRINT == 0;
            long late = lateNanos;
            long dropped = recorder.dropped();
            lateNanos = 0;
            recorder.offerHeartbeat(
                    index++,
                    stamp.at(),
                    stamp.wall(),
                    () -> new Heartbeat(
                            whole ? living.checkpoint().fingerprint() : Heartbeat.NOT_TAKEN, dropped, late));
        }
    }

    /** The earliest deadline of the state, or when it may be looked at again after it repeated without end. */
    private Moment dueAt() {
        var deadline = state.deadline();
        return heldUntil.compareTo(deadline) > 0 ? heldUntil : deadline;
    }

    /**
     * A state that has a deadline now, and again now, is wrong: it would burn a processor, or send without end. It is
     * held, and that is recorded.
     */
    private void takeDeadline() {
        var at = now();
        take(new DeadlineReached());
        repeated = at.reaches(state.deadline()) ? repeated + 1 : 0;
        if (repeated >= REPEATED_MAX) {
            take(new DeadlineRepeated(repeated, HOLD_NANOS));
            heldUntil = now().plus(HOLD_NANOS);
        }
    }

    /** What waits, for the order in which it is taken. */
    private final class Waiting implements LoopTurn.Loop {
        @Override
        public Moment now() {
            return ElectionLoop.now();
        }

        @Override
        public Moment deadline() {
            return dueAt();
        }

        @Override
        public long hear() {
            waitedNanos = 0;
            emptySockets();
            return waitedNanos;
        }

        @Override
        public long waitedForCpu() {
            return cpu.waited();
        }

        @Override
        public void take(Event event) {
            ElectionLoop.this.take(event);
        }

        @Override
        public void takeDeadline() {
            ElectionLoop.this.takeDeadline();
        }
    }

    /** All that waits is heard; of a flood what came before the deadline, since the sockets have their turns in it. */
    private void emptySockets() {
        for (int i = 0; i < DRAINS_MAX; i++) {
            firstArrival = Moment.NEVER;
            if (vrrp.drain(this::heard) < VrrpAdapter.DRAIN_MAX) {
                drainedAt = now();
                return;
            }
            boolean known = !firstArrival.equals(Moment.NEVER); // else all were of instances that are no more
            if (!now().reaches(dueAt()) || known && firstArrival.compareTo(dueAt()) > 0) {
                return;
            }
        }
    }

    /**
     * A packet cannot have come before the sockets were last found empty, whatever the wall clock says of its age: a
     * clock that was set while it waited must not shorten a timer.
     */
    private void heard(VrrpEvent packet) {
        var at = now();
        firstArrival = firstArrival.earlierOf(at.plus(-lateNanos(packet)));
        var event = floods.admit(packet, at);
        if (event == null) {
            return;
        }
        if (event instanceof AdvertReceived e) {
            long late = Math.min(e.lateNanos(), Math.max(0, at.since(drainedAt)));
            waitedNanos = Math.max(waitedNanos, late);
            take(late == e.lateNanos() ? e : e.late(late));
        } else {
            take(event);
        }
    }

    private static long lateNanos(VrrpEvent packet) {
        return switch (packet) {
            case AdvertReceived e -> e.lateNanos();
            case AdvertRejected e -> e.lateNanos();
            case AdvertsRejected _ -> 0;
        };
    }

    /** The configured advert interval in nanoseconds; 0 for an instance that there is not. */
    private long intervalOf(InstanceName name) {
        var configured = state.configured();
        int place = configured == null ? -1 : configured.track().place(name);
        return configured == null || place < 0
                ? 0
                : configured.config().instances().get(place).interval().nanos();
    }

    /** One event and what its effects answer at once. */
    private void take(Event event) {
        turn(event);
        while (!answers.isEmpty()) {
            turn(answers.removeFirst());
        }
    }

    private void turn(Event event) {
        var stamp = stamp();
        if (tellsClockStep(stamp)) {
            stamp = stamp(); // turns follow each other on the monotonic clock, and that of the step was just now
        }
        var reduced = NodeReducer.reduce(state, new Recorded(index, stamp.at(), stamp.wall(), event));
        var before = state;
        state = reduced.next();
        published = state;
        index = reduced.turn().nextIndex();
        recorder.offer(reduced.turn());
        log.tell(before, reduced.turn(), state);
        counters.tell(reduced.turn());
        executor.carryOut(reduced.turn(), state.health(), answers::add);
    }

    private boolean tellsClockStep(Stamp stamp) {
        long step = offset(stamp) - wallOffset;
        wallOffset += step;
        boolean stepped = Math.abs(step) > STEP_NANOS;
        if (stepped) {
            turn(new WallClockStepped(step));
        }
        return stepped;
    }

    private static long offset(Stamp stamp) {
        return Duration.between(Instant.EPOCH, stamp.wall()).toNanos()
                - stamp.at().nanos();
    }

    /** This instant on both clocks; from any thread. */
    public static Stamp stamp() {
        return stamp(System::nanoTime, Instant::now);
    }

    /**
     * The same by these clocks. They are read again when the thread had no CPU between the two, which would look like a
     * wall clock that was set.
     */
    static Stamp stamp(LongSupplier monotonic, Supplier<Instant> wall) {
        for (int i = 1; ; i++) {
            long before = monotonic.getAsLong();
            var at = wall.get();
            if (monotonic.getAsLong() - before < READ_NANOS || i == READS_MAX) {
                return new Stamp(new Moment(before), at);
            }
        }
    }

    private static Moment now() {
        return new Moment(System.nanoTime());
    }
}
