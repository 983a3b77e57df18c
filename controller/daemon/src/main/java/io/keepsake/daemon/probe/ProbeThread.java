package io.keepsake.daemon.probe;

import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.daemon.life.PartLife;
import io.keepsake.daemon.probe.ProbeOrder.Own;
import io.keepsake.daemon.probe.wire.MemoryBudget;
import io.keepsake.daemon.sys.Sockets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread of probes, which begins with its first checker, and the orders that others leave for it. An error ends all
 * checks under way without a result; it is told, and after a pause everything begins anew as it was ordered.
 */
final class ProbeThread implements AutoCloseable {
    private static final long CLOSE_MILLIS = 5_000;
    /** Expressions nest on the stack; one that nests deeper gives up. */
    private static final long EVALUATOR_STACK_BYTES = 2 << 20;

    private final String name;
    private final Consumer<Event> inbox;
    private final MiscRunner runner;
    private final int underWayMax;
    private final Supplier<Sockets> source;
    private final ConcurrentLinkedQueue<ProbeOrder> orders = new ConcurrentLinkedQueue<>();
    /** Of whoever holds its lock until the thread is started, of the thread from then on. */
    private final ProbeOrder.Standing standing = new ProbeOrder.Standing();

    private final PartLife life = new PartLife();
    private final Thread thread;
    private volatile boolean started;
    private volatile @Nullable Sockets sockets;

    /** @param source of sockets; asked whenever the work begins */
    ProbeThread(String name, Consumer<Event> inbox, MiscRunner runner, int underWayMax, Supplier<Sockets> source) {
        this.name = name;
        this.inbox = inbox;
        this.runner = runner;
        this.underWayMax = underWayMax;
        this.source = source;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        synchronized (standing) {
            if (started) {
                return;
            }
            started = true;
        }
        thread.start();
    }

    /** Leaves an order; from any thread. */
    void offer(ProbeOrder order) {
        if (!notedBefore(order)) {
            orders.add(order);
            wakeUp();
        }
    }

    /** Before the thread begins, and it may never, an order only changes what it will begin with. */
    private boolean notedBefore(ProbeOrder order) {
        if (started) {
            return false;
        }
        synchronized (standing) {
            if (!started) {
                standing.note(order);
            }
            return !started;
        }
    }

    private void wakeUp() {
        var waiting = sockets;
        if (waiting != null) {
            waiting.wake();
        }
    }

    private void run() {
        life.live(this::serve, (why, again) -> inbox.accept(new PartFailed(name, why.toString(), again)));
    }

    /** Until it is closed, or fails. */
    private void serve() {
        var evaluator = evaluator();
        var reader = reader();
        try (var opened = source.get()) {
            var tools = new Tools(
                    opened,
                    new MemoryBudget(Runtime.getRuntime().maxMemory() / 8),
                    new TlsClient(),
                    evaluator,
                    reader,
                    task -> offer(new Own(opened, task)),
                    runner);
            var loop = new ProbeLoop(tools, inbox, underWayMax);
            sockets = opened;
            standing.carryOut(loop);
            turn(loop);
        } finally {
            sockets = null;
            evaluator.shutdownNow();
            reader.shutdownNow();
        }
    }

    private ExecutorService evaluator() {
        return Executors.newSingleThreadExecutor(
                task -> new Thread(null, task, name + "-regex", EVALUATOR_STACK_BYTES));
    }

    /** Threads of the kernel: a file that hangs would keep a virtual one's carrier, of which there are as many as CPUs. */
    private ExecutorService reader() {
        return Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name(name + "-file").factory());
    }

    private void turn(ProbeLoop loop) {
        while (!life.isOver()) {
            for (var order = orders.poll(); order != null; order = orders.poll()) {
                standing.note(order);
                order.carryOut(loop);
            }
            loop.turn(!orders.isEmpty());
        }
        loop.end();
    }

    /** Ends the thread and every check without a word; waits at most 5 s for that. */
    @Override
    public void close() {
        life.end();
        wakeUp();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
