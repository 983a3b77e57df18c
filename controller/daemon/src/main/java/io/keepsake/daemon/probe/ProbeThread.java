package io.keepsake.daemon.probe;

import io.keepsake.core.event.Event;
import io.keepsake.daemon.probe.wire.MemoryBudget;
import io.keepsake.daemon.sys.Sockets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A thread of probes, which begins with its first task, and the tasks that others leave for it. */
final class ProbeThread implements AutoCloseable {
    private static final long CLOSE_MILLIS = 5_000;
    /** Expressions nest on the stack; one that nests deeper gives up. */
    private static final long EVALUATOR_STACK_BYTES = 2 << 20;

    /** A task of the loop. */
    interface Task extends Consumer<ProbeLoop> {}

    private final String name;
    private final Consumer<Event> inbox;
    private final MiscRunner runner;
    private final Consumer<Throwable> fatal;
    private final int underWayMax;
    private final ConcurrentLinkedQueue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Thread thread;
    private volatile @Nullable Sockets sockets;
    private volatile boolean closing;

    ProbeThread(String name, Consumer<Event> inbox, MiscRunner runner, Consumer<Throwable> fatal, int underWayMax) {
        this.name = name;
        this.inbox = inbox;
        this.runner = runner;
        this.fatal = fatal;
        this.underWayMax = underWayMax;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /** Whether the thread has begun. */
    boolean started() {
        return started.get();
    }

    void start() {
        if (started.compareAndSet(false, true)) {
            thread.start();
        }
    }

    /** Leaves a task; from any thread. */
    void offer(Task task) {
        tasks.add(task);
        wakeUp();
    }

    private void wakeUp() {
        var waiting = sockets;
        if (waiting != null) {
            waiting.wake();
        }
    }

    private void run() {
        try (var opened = Sockets.load();
                var evaluator = evaluator();
                var reader = Executors.newVirtualThreadPerTaskExecutor()) {
            var tools = new Tools(
                    opened,
                    new MemoryBudget(Runtime.getRuntime().maxMemory() / 8),
                    new TlsClient(),
                    evaluator,
                    reader,
                    task -> offer(_ -> task.run()),
                    runner);
            sockets = opened;
            serve(new ProbeLoop(tools, inbox, underWayMax));
        } catch (RuntimeException | Error failure) {
            fatal.accept(failure);
        }
    }

    private ExecutorService evaluator() {
        return Executors.newSingleThreadExecutor(
                task -> new Thread(null, task, name + "-regex", EVALUATOR_STACK_BYTES));
    }

    private void serve(ProbeLoop loop) {
        while (!closing) {
            for (var task = tasks.poll(); task != null; task = tasks.poll()) {
                task.accept(loop);
            }
            loop.turn(!tasks.isEmpty());
        }
        loop.end();
    }

    /** Ends the thread and every check without a word; waits at most 5 s for that. */
    @Override
    public void close() {
        closing = true;
        wakeUp();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
