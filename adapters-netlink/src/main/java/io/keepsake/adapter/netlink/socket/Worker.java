package io.keepsake.adapter.netlink.socket;

import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.core.value.Backoff;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread for the requests {@code R}. Nothing but a parked thread is there before the first one: no socket, and no kernel
 * module is asked for. An error ends the work, not the thread: it is told, what was asked for is cancelled, and after a
 * pause all begins anew with a request of its own.
 */
public final class Worker<R> implements AutoCloseable {
    private static final long CLOSE_MILLIS = 5_000;

    private final Supplier<SystemCalls> calls;
    private final Work<R> work;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Of the work that is being done, or of the last one: that takes nothing any more. */
    private volatile Mailbox<R> mailbox = new Mailbox<>();

    /** What is done with requests. */
    public interface Work<R> {
        /** Does what comes until the mailbox is closed and empty; on this thread. */
        void serve(SystemCalls sys, WakeFd wake, Mailbox<R> mailbox);

        /** Answers what nobody will do; on this thread or on that of whoever asked. */
        void cancel(R request);

        /** Tells of an error, and when all begins anew. */
        void failed(Throwable why, long againNanos);

        /** The first request after an error; null for none. */
        @Nullable R anew();
    }

    /**
     * Not started yet.
     *
     * @param calls asked for whenever the work begins
     */
    public Worker(String name, Supplier<SystemCalls> calls, Work<R> work) {
        this.calls = calls;
        this.work = work;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Hands requests over, from any thread and without waiting; what nobody takes any more is cancelled. */
    public void hand(List<R> requests) {
        mailbox.offer(requests).forEach(work::cancel);
    }

    /** Ends the thread when all that was handed over is done; waits at most 5 s for that. */
    @Override
    public void close() {
        closed.countDown();
        mailbox.close();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var backoff = Backoff.NONE;
        while (true) {
            long begun = System.nanoTime();
            try {
                mailbox.awaitFirst();
                if (!mailbox.isFinished()) {
                    serve(calls.get());
                }
                cancelRest();
                return;
            } catch (InterruptedException _) {
                cancelRest();
                return;
            } catch (RuntimeException | Error failure) {
                backoff = backoff.after(System.nanoTime() - begun);
                work.failed(failure, backoff.nanos());
                cancelRest();
                if (closedWithin(backoff.nanos())) {
                    return;
                }
                beginAnew();
            }
        }
    }

    private void serve(SystemCalls sys) {
        try (var wake = WakeFd.open(sys)) {
            mailbox.wakeBy(wake);
            try {
                work.serve(sys, wake, mailbox);
            } finally {
                mailbox.wakeBy(null);
            }
        }
    }

    private void cancelRest() {
        Consumer<R> cancel = work::cancel;
        mailbox.end().forEach(cancel);
    }

    private boolean closedWithin(long nanos) {
        try {
            return closed.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    /** What the core believes may be wrong by now. */
    private void beginAnew() {
        var next = new Mailbox<R>();
        var first = work.anew();
        if (first != null) {
            next.offer(List.of(first));
        }
        mailbox = next;
        if (closed.getCount() == 0) {
            next.close();
        }
    }
}
