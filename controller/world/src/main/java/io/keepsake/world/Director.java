package io.keepsake.world;

import io.keepsake.core.LoopTurn;
import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.PendingReload;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.ClockEvent.WallClockStepped;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Moment;
import java.util.ArrayDeque;
import java.util.ArrayList;

/**
 * One run of a director: its state, and a loop that takes events in the order of the daemon's: packets, the stall, the
 * inbox, the deadline.
 */
public final class Director {
    /** As {@code ElectionLoop}. */
    private static final long STOP_NANOS = 3_000_000_000L;

    /** Decision 0024: 2.1 s at most, and some turns. */
    private static final long RELOAD_NANOS = 2_500_000_000L;

    /** How many packets a socket holds while nobody reads it. */
    private static final int SOCKET_PACKETS = 300;

    /** How many states are remembered for a crash that finds some turns unwritten; a power of two. */
    private static final int REMEMBERED = 64;

    private final Machine machine;
    private final World world;
    private final EffectExecutor executor;
    private final ArrayDeque<Packet> socket = new ArrayDeque<>();
    private final ArrayDeque<Event> inbox = new ArrayDeque<>();
    private final ArrayDeque<Event> answers = new ArrayDeque<>();
    private final ArrayDeque<PendingReload> reloads = new ArrayDeque<>();
    private long reloadSince;
    private final NodeState[] recent = new NodeState[REMEMBERED];
    private long turns;
    private NodeState state = NodeState.INITIAL;
    private long index = 1;
    private Moment stopBy = Moment.NEVER;
    private long stepped;
    private final LoopTurn order = new LoopTurn(new Waiting());
    private boolean paused;
    private long resumedAt = Long.MIN_VALUE;

    /** Whether it stands still in the middle of its next turn, and whether it does now. */
    private boolean pausesWithin;

    private boolean within;
    private boolean frozen;
    private int eventsToDrop;
    private long dropped;
    private boolean recalled;

    /** What it recorded until it had heard what earlier runs left, and the turn at which it had. */
    private final ArrayList<Recorded> unrecalled = new ArrayList<>();

    private long recalledAt = Long.MAX_VALUE;
    private long wakeAt = Long.MAX_VALUE;

    Director(Machine machine) {
        this.machine = machine;
        this.world = machine.world();
        executor = new EffectExecutor(machine, this);
        recent[0] = state;
    }

    void start() {
        inbox.add(new ProcessStarted(machine.name(), "simulated", 1000 + machine.runs(), machine.boot()));
        inbox.add(new ConfigAccepted(machine.config(), machine.configText()));
        machine.kernel().opened(machine.config().watched());
        world.after(machine.plan().recallNanos(), () -> recall(machine.leftovers()));
        wake();
    }

    /** What the director knows. */
    public NodeState state() {
        return state;
    }

    /** Whether the process stands still. */
    public boolean paused() {
        return paused;
    }

    /** The true time at which it last went on after it had stood still; the beginning of time when it never did. */
    public long resumedAt() {
        return resumedAt;
    }

    /** The true time at which it wants to be woken. */
    long wakeAt() {
        return wakeAt;
    }

    /** Something that another thread left. */
    public void offer(Event event) {
        if (eventsToDrop > 0 && ofAdapter(event)) {
            eventsToDrop--;
            dropped++;
            machine.kernel().lost();
            machine.ipvs().lost();
            machine.firewall().lost();
            return;
        }
        inbox.add(event);
        if (!paused) {
            wake();
        }
    }

    private static boolean ofAdapter(Event event) {
        return event instanceof LinkEvent
                || event instanceof FirewallEvent
                || event instanceof IpvsEvent
                || event instanceof HealthEvent
                || event instanceof OutcomeEvent;
    }

    /** The inbox is full for {@code nanos}: the next {@code count} events of adapters are lost, and then that is told. */
    public void dropEvents(int count, long nanos) {
        eventsToDrop = count;
        world.after(nanos, () -> {
            eventsToDrop = 0;
            if (dropped > 0 && machine.director() == this) {
                long lost = dropped;
                dropped = 0;
                offer(new OutcomeEvent.EventsDropped(lost));
            }
        });
    }

    /** Whether a packet is for one of its instances and that hears on the link with this index. */
    boolean hears(Packet packet, int linkIndex) {
        var instance = executor.instanceOf(packet);
        return instance != null && machine.kernel().sockets().hears(instance.name(), linkIndex);
    }

    /** A packet arrives: taken up at once, or left to wait. */
    void arrive(Packet packet) {
        if (!paused) {
            hear(packet, now());
            settle();
        } else if (!frozen && socket.size() < SOCKET_PACKETS) {
            socket.add(packet);
        }
    }

    private long hear(Packet packet, Moment now) {
        long late = Math.max(0, now.nanos() - packet.arrived());
        var event = executor.heard(packet, late);
        if (event != null) {
            take(event);
        }
        return late;
    }

    /** What its clock shows. */
    public Moment now() {
        return machine.clock().moment(world.now());
    }

    /** What waits and what is due, until nothing is. */
    void wake() {
        do {
            turnAll(state.deadline().earlierOf(stopBy));
        } while (!paused && !ended() && (!inbox.isEmpty() || now().reaches(state.deadline())));
        settle();
    }

    private void turnAll(Moment due) {
        order.begin(due);
        int waiting = inbox.size();
        for (int i = 0; i < waiting && (i == 0 || !now().reaches(state.deadline())); i++) {
            take(inbox.remove());
        }
        if (pausesWithin) {
            pausesWithin = false;
            within = true;
            pause();
        } else {
            order.end();
        }
    }

    /** What waits, for the order in which it is taken. */
    private final class Waiting implements LoopTurn.Loop {
        @Override
        public Moment now() {
            return Director.this.now();
        }

        @Override
        public Moment deadline() {
            return state.deadline();
        }

        @Override
        public long hear() {
            long waited = 0;
            for (var packet = socket.poll(); packet != null; packet = socket.poll()) {
                waited = Math.max(waited, Director.this.hear(packet, now()));
            }
            return waited;
        }

        @Override
        public long waitedForCpu() {
            return LoopStalled.UNKNOWN;
        }

        @Override
        public void take(Event event) {
            Director.this.take(event);
        }

        @Override
        public void takeDeadline() {
            Director.this.take(new DeadlineReached());
        }
    }

    /** A reload waits no longer than any successor takes; time in which the director stands still does not count. */
    private void comesInTime() {
        if (!paused && world.now() - Math.max(reloadSince, resumedAt) > RELOAD_NANOS) {
            throw new Violation(
                    "HandsOverBeforeReload", machine.number(), "a reload waits, and nothing comes any more");
        }
    }

    /** Goes on with a reload, ends if it is time to, and says when it wants to be woken. */
    private void settle() {
        proceed();
        if (state.stopping() && stopBy.equals(Moment.NEVER)) {
            stopBy = now().plus(STOP_NANOS);
        }
        if (ended()) {
            machine.ended(this, inJournal(turns));
            wakeAt = Long.MAX_VALUE;
        } else {
            wakeAt = paused
                    ? Long.MAX_VALUE
                    : machine.clock().reaches(Math.min(state.deadline().nanos(), stopBy.nanos()));
        }
    }

    private boolean ended() {
        return state.ended() || now().reaches(stopBy);
    }

    /** One event and what its effects answer at once. */
    private void take(Event event) {
        turn(event);
        while (!answers.isEmpty()) {
            turn(answers.removeFirst());
        }
    }

    private void turn(Event event) {
        if (stepped != 0) {
            long step = stepped;
            stepped = 0;
            turn(new WallClockStepped(step));
        }
        var at = now();
        var before = state;
        var recorded = new Recorded(index, at, machine.clock().wall(at), event);
        var reduced = reduce(recorded);
        var turn = reduced.turn();
        state = reduced.next();
        index = turn.nextIndex();
        recent[(int) (++turns & REMEMBERED - 1)] = state;
        if (recalledAt == Long.MAX_VALUE) {
            remember(recorded);
        }
        world.onTurn(machine, before, turn, state);
        if (!turn.effects().isEmpty() || event instanceof ConfigAccepted) {
            executor.carryOut(turn, answers);
        }
    }

    /** The whole machine stands still from now on, and hears nothing. */
    public void freeze() {
        pause();
        frozen = true;
    }

    /** Whatever a director is told, it must have an answer. */
    private NodeReducer.Reduced reduce(Recorded recorded) {
        try {
            return world.core().reduce(state, recorded);
        } catch (RuntimeException e) {
            throw new Violation(
                    "NeverThrows", machine.number(), EventText.print(recorded.event()) + " makes it throw " + e);
        }
    }

    /** The process stands still from the middle of its next turn on: it has heard its packets, and taken its inbox. */
    public void pauseWithin() {
        pausesWithin = true;
    }

    /** The process stands still from now on; packets wait. */
    public void pause() {
        paused = true;
        wakeAt = Long.MAX_VALUE;
        machine.updateAbility();
    }

    /** It goes on: what waited in its sockets is heard first. */
    public void resume() {
        paused = false;
        resumedAt = world.now();
        frozen = false;
        pausesWithin = false;
        machine.updateAbility();
        if (machine.director() != this) {
            return;
        }
        if (within) {
            within = false;
            order.end();
        }
        wake();
    }

    /** Someone asks it to end. */
    public void stop() {
        offer(new StopRequested("SIGTERM", false, false));
    }

    /** The wall clock was set by this much; the loop finds out with its next event. */
    public void wallStepped(long nanos) {
        stepped += nanos;
    }

    void reload() {
        machine.kernel().watch(machine.config().watched());
        reloadSince = reloads.isEmpty() ? world.now() : reloadSince;
        reloads.add(new PendingReload(new ConfigAccepted(machine.config(), machine.configText())));
        proceed();
    }

    /** What the reload that is on its way has to tell, one after the other, as {@code Reloader} does. */
    private void proceed() {
        for (var reload = reloads.peek(); reload != null; reload = reloads.peek()) {
            var next = reload.next(state);
            if (next == null) {
                comesInTime();
                return;
            }
            if (next instanceof ConfigAccepted) {
                reloads.remove();
                reloadSince = world.now();
            }
            offer(next);
        }
    }

    /** The journal opened and says what the run before left. */
    private void recall(Leftovers leftovers) {
        if (machine.director() == this) {
            machine.kernel().watch(leftovers.watched());
            offer(new LeftoversRecalled(leftovers));
            recalled = true;
        }
    }

    private void remember(Recorded recorded) {
        if (recorded.event() instanceof LeftoversRecalled) {
            recalledAt = turns;
        } else {
            unrecalled.add(recorded);
        }
    }

    /**
     * What the next run reads when this many turns are in the journal. A run that did not get to hear what was left is
     * folded on from the ones before it, as {@code Recall} does.
     */
    private NodeState inJournal(long written) {
        if (recalledAt <= written) {
            return recent[(int) (written & REMEMBERED - 1)];
        }
        var folded = NodeState.after(machine.leftovers());
        for (var recorded : unrecalled.subList(0, (int) Math.min(written, unrecalled.size()))) {
            folded = NodeReducer.reduce(folded, recorded).next();
        }
        return folded;
    }

    /** Whether it was told what earlier runs left. */
    public boolean recalled() {
        return recalled;
    }

    /** {@code kill -9}: the last {@code unwritten} turns, up to 63, are not in the journal. */
    public void kill(int unwritten) {
        var journal = inJournal(Math.max(0, turns - unwritten));
        state.links().owned().keys().forEach(place -> {
            if (!journal.links().owns(place)) {
                machine.kernel().forget(place);
            }
        });
        machine.ended(this, journal);
    }
}
