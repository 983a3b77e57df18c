package io.keepsake.daemon.script;

import io.keepsake.daemon.handover.BoundedQueue;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread of the scripts, for as long as the director lives: runs tasks in the order in which they were handed over,
 * and some later. A mistake in one is told, and the next one runs.
 */
final class ScriptThread {
    private static final long FOR_EVER = TimeUnit.DAYS.toNanos(1);

    private final Consumer<String> warn;
    private final BoundedQueue<Runnable> tasks = new BoundedQueue<>(Integer.MAX_VALUE);
    private final PriorityQueue<Later> later = new PriorityQueue<>();
    private volatile boolean closed;

    ScriptThread(Consumer<String> warn) {
        this.warn = warn;
    }

    void start() {
        Thread.ofPlatform().daemon().name("scripts").start(this::run);
    }

    /** What comes last. */
    private static final class End implements Runnable {
        @Override
        public void run() {}
    }

    /** A task that is due at some moment. */
    final class Later implements Comparable<Later> {
        private final long atNanos;
        private final Runnable task;

        private Later(long atNanos, Runnable task) {
            this.atNanos = atNanos;
            this.task = task;
        }

        /** On the thread. */
        void cancel() {
            later.remove(this);
        }

        @Override
        public int compareTo(Later other) {
            return Long.signum(atNanos - other.atNanos);
        }
    }

    /** From any thread, without a lock; false when it was told to end. */
    boolean execute(Runnable task) {
        if (closed) {
            return false;
        }
        tasks.add(task);
        return true;
    }

    /** On the thread. */
    Later schedule(Runnable task, long inNanos) {
        var entry = new Later(System.nanoTime() + inNanos, task);
        later.add(entry);
        return entry;
    }

    /** Ends it after what was handed over; what was to come later does not. */
    void close() {
        closed = true;
        tasks.add(new End());
    }

    private void run() {
        try {
            for (var task = tasks.poll(untilNext()); !(task instanceof End); task = tasks.poll(untilNext())) {
                if (task != null) {
                    guarded(task);
                }
                for (var due = later.peek(); due != null && due.atNanos - System.nanoTime() <= 0; due = later.peek()) {
                    later.remove();
                    guarded(due.task);
                }
            }
            for (var task = tasks.poll(); task != null; task = tasks.poll()) {
                guarded(task);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private long untilNext() {
        var next = later.peek();
        return next == null ? FOR_EVER : Math.max(0, next.atNanos - System.nanoTime());
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            warn.accept("scripts: " + e);
        }
    }
}
