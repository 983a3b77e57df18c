package io.keepsake.daemon.probe;

import io.keepsake.core.event.Event;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.daemon.sys.Sockets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The work of one thread of probes: sleep until a checker is due, a socket is ready or a task comes. Everything but the
 * tasks that others leave in {@link ProbeThread} happens on that thread.
 */
final class ProbeLoop {
    private static final int READY_MAX = 256;
    /** Checks begun before the sockets are looked at again. */
    private static final int BEGIN_MAX = 64;

    private static final long MILLI = 1_000_000;
    private static final long SLEEP_MAX_MILLIS = 60_000;

    private final Sockets sockets;
    private final Tools tools;
    private final Consumer<Event> inbox;
    private final int underWayMax;
    private final long origin = System.nanoTime();
    private final Schedule<Checker> schedule = new Schedule<>();
    private final Map<CheckerId, Checker> checkers = new HashMap<>();
    private final List<@Nullable Checker> slots = new ArrayList<>();
    private final ArrayDeque<Integer> freeSlots = new ArrayDeque<>();
    private final ArrayDeque<Checker> queue = new ArrayDeque<>();
    private final Set<VirtualServerName> suspended = new HashSet<>();
    private final long[] tokens = new long[READY_MAX];
    private final int[] ready = new int[READY_MAX];
    private int underWay;
    private int checks;

    /** @param underWayMax checks at the same time; others wait */
    ProbeLoop(Tools tools, Consumer<Event> inbox, int underWayMax) {
        this.tools = tools;
        sockets = tools.sockets();
        this.inbox = inbox;
        this.underWayMax = underWayMax;
    }

    /** Nanoseconds since this loop was made; never 0 or less. */
    long now() {
        return System.nanoTime() - origin + 1;
    }

    Sockets sockets() {
        return sockets;
    }

    Schedule<Checker> schedule() {
        return schedule;
    }

    /** Counts a check that begins, and numbers it; never negative, the same again only after two thousand million others. */
    int began() {
        underWay++;
        checks = checks + 1 & Integer.MAX_VALUE;
        return checks;
    }

    void tell(Event event) {
        inbox.accept(event);
    }

    /** A check is over: the next that waits may begin. */
    void ended() {
        underWay--;
        if (!queue.isEmpty()) {
            queue.removeFirst().unqueue();
        }
    }

    /** Sleeps, and does what has come. */
    void turn(boolean taskWaits) {
        int count = sockets.await(taskWaits ? 0 : sleepMillis(), tokens, ready);
        for (int i = 0; i < count; i++) {
            var checker = slots.get((int) (tokens[i] >>> 32));
            if (checker != null) {
                dispatch(checker, (int) tokens[i], ready[i]);
            }
        }
        runDue();
    }

    private int sleepMillis() {
        long next = schedule.next();
        long nanos = next == Probe.NEVER ? SLEEP_MAX_MILLIS * MILLI : Math.max(0, next - now());
        return (int) Math.min(SLEEP_MAX_MILLIS, (nanos + MILLI - 1) / MILLI);
    }

    private void dispatch(Checker checker, int check, int events) {
        try {
            checker.ready(check, events);
        } catch (RuntimeException e) {
            checker.broke(e);
        }
    }

    private void runDue() {
        for (int i = 0; i < BEGIN_MAX; i++) {
            long now = now();
            if (schedule.next() > now) {
                return;
            }
            due(schedule.first(), now);
        }
    }

    private void due(Checker checker, long now) {
        if (underWay >= underWayMax && checker.begins(now)) {
            checker.queue();
            queue.add(checker);
            return;
        }
        try {
            checker.onTime(now);
        } catch (RuntimeException e) {
            checker.broke(e);
        }
    }

    /**
     * From now on exactly these checkers, in the order of the configuration.
     *
     * @param servers that are configured; one that is not is suspended no longer
     */
    void configure(Set<VirtualServerName> servers, Map<CheckerId, Incarnation> wanted) {
        suspended.retainAll(servers);
        for (var checker : List.copyOf(checkers.values())) {
            var now = wanted.get(checker.id());
            if (now == null || now.number() != checker.incarnation()) {
                remove(checker);
            } else {
                checker.set(now.config());
            }
        }
        var fresh = new ArrayList<Checker>();
        wanted.forEach((id, incarnation) -> {
            if (!checkers.containsKey(id)) {
                fresh.add(add(id, incarnation));
            }
        });
        spread(fresh);
    }

    private void remove(Checker checker) {
        checker.cancel();
        checkers.remove(checker.id());
        slots.set(checker.slot(), null);
        freeSlots.add(checker.slot());
    }

    private Checker add(CheckerId id, Incarnation incarnation) {
        if (freeSlots.isEmpty()) {
            freeSlots.add(slots.size());
            slots.add(null);
        }
        int slot = freeSlots.remove();
        var checker = new Checker(id, incarnation, slot, this, tools);
        slots.set(slot, checker);
        checkers.put(id, checker);
        if (suspended.contains(id.server())) {
            checker.suspend();
        }
        return checker;
    }

    /** Those that are as frequent as each other begin evenly spread over their warm-up. */
    private void spread(Collection<Checker> fresh) {
        record Timing(long warmup, long delay) {}
        var groups = new LinkedHashMap<Timing, List<Checker>>();
        for (var checker : fresh) {
            var timing =
                    new Timing(checker.config().warmupNanos(), checker.config().delayLoopNanos());
            groups.computeIfAbsent(timing, _ -> new ArrayList<>()).add(checker);
        }
        long now = now();
        groups.forEach((timing, group) -> {
            for (int i = 0; i < group.size(); i++) {
                group.get(i).beginAt(now + (long) ((double) timing.warmup() * i / group.size()));
            }
        });
    }

    void pace(CheckerId id, long everyNanos) {
        var checker = checkers.get(id);
        if (checker != null) {
            checker.pace(everyNanos, now());
        }
    }

    void suspend(VirtualServerName server) {
        if (suspended.add(server)) {
            of(server).forEach(Checker::suspend);
        }
    }

    void resume(VirtualServerName server) {
        if (suspended.remove(server)) {
            long now = now();
            of(server).forEach(checker -> checker.resume(now));
        }
    }

    private List<Checker> of(VirtualServerName server) {
        return checkers.values().stream()
                .filter(checker -> checker.id().server().equals(server))
                .toList();
    }

    /** Cancels everything. */
    void end() {
        List.copyOf(checkers.values()).forEach(this::remove);
    }
}
