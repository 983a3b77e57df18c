package io.keepsake.world;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.effect.Turn;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** All machines, what is between them, and what is to come. For one thread. */
public final class World {
    /** What the random of the network are for. */
    private static final long NETWORK = 1;

    private static final long BACKENDS = 4;

    private final Plan plan;
    private final Core core;
    private final Watcher[] watchers;
    private final List<Machine> machines;
    private final Machine[] order;
    private final Network network;
    private final Backends backends;
    private final EventQueue queue = new EventQueue();
    private long now;
    private long turns;
    private long disturbedAt;

    /** The world that the plan describes; nothing has happened in it yet. */
    public World(Plan plan, Core core, List<Watcher> watchers) {
        this.plan = plan;
        this.core = core;
        this.watchers = watchers.toArray(Watcher[]::new);
        machines = IntStream.range(0, plan.nodes().size())
                .mapToObj(i -> new Machine(this, i, plan.nodes().get(i)))
                .toList();
        order = machines.toArray(Machine[]::new);
        network = new Network(this, machines.size(), new SeededRandom(plan.seed()).of(NETWORK));
        backends = new Backends(new SeededRandom(plan.seed()).of(BACKENDS));
        machines.forEach(m -> after(m.plan().startNanos(), m::start));
        plan.injections().stream()
                .sorted(Comparator.comparingLong(Plan.Planned::at))
                .forEach(planned -> after(planned.at(), () -> inject(planned.injection())));
        after(plan.quietFrom(), this::endFaults);
    }

    private void inject(Injection injection) {
        disturb();
        injection.happen(this);
        for (var watcher : watchers) {
            watcher.onInjection(this, injection);
        }
    }

    private void endFaults() {
        network.endFaults();
        backends.endFaults();
        machines.forEach(Machine::endFaults);
        disturb();
    }

    /** What its directors think with. */
    public Core core() {
        return core;
    }

    public Plan plan() {
        return plan;
    }

    /** The true time in nanoseconds since the beginning. */
    public long now() {
        return now;
    }

    /** How many events directors took. */
    public long turns() {
        return turns;
    }

    public List<Machine> machines() {
        return machines;
    }

    public Network network() {
        return network;
    }

    /** The real servers. */
    public Backends backends() {
        return backends;
    }

    EventQueue queue() {
        return queue;
    }

    /** Lets something happen when this many nanoseconds have passed. */
    public void after(long nanos, Runnable action) {
        queue.put(now + nanos, new Action(action));
    }

    /** A packet of somebody else arrives now. */
    public void inject(Packet packet) {
        disturb();
        packet.happen();
    }

    /** Something happens that no director had a hand in. */
    public void disturb() {
        disturbedAt = now;
    }

    /** When something was last done to this world. */
    public long disturbedAt() {
        return disturbedAt;
    }

    /** Lets everything happen that is to come before the plan ends. */
    public void run() {
        while (step()) {}
        now = plan.nanos();
        onTime();
    }

    /** Lets the next thing happen; packets and notices before deadlines. False when nothing more comes in time. */
    private boolean step() {
        long at = queue.next();
        Director first = null;
        for (var machine : order) {
            var director = machine.director();
            if (director != null && director.wakeAt() < at) {
                at = director.wakeAt();
                first = director;
            }
        }
        if (at > plan.nanos()) {
            return false;
        }
        now = Math.max(now, at);
        onTime();
        if (first == null) {
            queue.take().happen();
        } else {
            first.wake();
        }
        return true;
    }

    private void onTime() {
        for (var watcher : watchers) {
            watcher.onTime(this);
        }
    }

    void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        turns++;
        for (var watcher : watchers) {
            watcher.onTurn(machine, before, turn, after);
        }
    }

    void onIpvsChange(Machine machine, IpvsChange change, int errno) {
        for (var watcher : watchers) {
            watcher.onIpvsChange(machine, change, errno);
        }
    }

    void onStart(Machine machine) {
        for (var watcher : watchers) {
            watcher.onStart(machine);
        }
    }

    void onEnd(Machine machine) {
        for (var watcher : watchers) {
            watcher.onEnd(machine);
        }
    }

    private static final class Action extends EventQueue.Entry {
        private final Runnable action;

        Action(Runnable action) {
            this.action = action;
        }

        @Override
        void happen() {
            action.run();
        }
    }
}
