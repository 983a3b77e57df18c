package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.socket.Mailbox;
import io.keepsake.adapter.netlink.socket.WakeFd;
import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.core.value.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The IPVS table of the network namespace of the thread that opens it. Nothing but a parked thread is there before the
 * first request: no socket, and no kernel module is asked for.
 *
 * <p>After a reading that was asked for only differences are told: what others changed. What this director changed itself is not
 * told again. A great many differences, other timeouts or other sync daemons are told as a whole {@code IpvsRead}. When
 * there is no table, {@code IpvsUnavailable} tells it once for each reason, and after it comes a whole {@code IpvsRead}.
 *
 * <p>An error ends the work, not the thread: it is told ({@code PartFailed}), every program is answered with ECANCELED, and
 * after a pause all begins anew, with a whole reading.
 */
public final class IpvsNetlink implements AutoCloseable {
    private static final long CLOSE_MILLIS = 5_000;

    private final Consumer<Event> inbox;
    private final Duration readbackInterval;
    private final Supplier<SystemCalls> calls;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Of the loop that runs, or of the last one: that takes nothing any more. */
    private volatile Mailbox<Request> mailbox = new Mailbox<>();

    private IpvsNetlink(Consumer<Event> inbox, Duration readbackInterval, Supplier<SystemCalls> calls) {
        this.inbox = inbox;
        this.readbackInterval = readbackInterval;
        this.calls = calls;
        thread = Thread.ofPlatform().daemon().name("ipvs").unstarted(this::run);
    }

    /**
     * Starts the IPVS thread and returns.
     *
     * @param inbox thread-safe; called on the IPVS thread
     * @param readbackInterval from the end of a reading to the next; once the first was asked for
     */
    public static IpvsNetlink open(Consumer<Event> inbox, Duration readbackInterval) {
        return open(inbox, readbackInterval, SystemCalls::load);
    }

    /** @param calls asked for whenever the work begins */
    static IpvsNetlink open(Consumer<Event> inbox, Duration readbackInterval, Supplier<SystemCalls> calls) {
        var netlink = new IpvsNetlink(inbox, readbackInterval, calls);
        netlink.thread.start();
        return netlink;
    }

    /**
     * Hands a program to the IPVS thread, from any thread and without waiting. It is answered once: by {@code
     * EffectApplied}; by {@code ProgramRefused} when the kernel refused some of it, whereupon the table is read and
     * what differs is told; or by {@code EffectFailed} when nothing was done: there is no IPVS, no right to it (EPERM),
     * or the work has ended by an error or for good (ECANCELED, told on the calling thread when that was before the call).
     */
    public void apply(long effect, Effect.ProgramIpvs program) {
        hand(new Request.Apply(effect, program));
    }

    /**
     * Has the table read now and told as a whole, or that there is none; from any thread and without waiting. Programs
     * that are handed over later wait for that.
     */
    public void read() {
        hand(new Request.Read());
    }

    /**
     * Has the counters of all services read; from any thread and without waiting. They are those of a reading that
     * runs, or else of a new one.
     *
     * @param asker called once on the IPVS thread, and with nothing when there is no table; on the calling thread when
     *     the work has ended
     */
    public void counts(Consumer<List<ServiceCount>> asker) {
        hand(new Request.Count(asker));
    }

    private void hand(Request request) {
        mailbox.offer(List.of(request)).forEach(this::cancel);
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
                inbox.accept(new PartFailed("ipvs", failure.toString(), backoff.nanos()));
                cancelRest();
                if (closedWithin(backoff.nanos())) {
                    return;
                }
                beginAnew();
            }
        }
    }

    private void cancelRest() {
        mailbox.end().forEach(this::cancel);
    }

    private boolean closedWithin(long nanos) {
        try {
            return closed.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    /** What the core believes of the table may be wrong by now. */
    private void beginAnew() {
        var next = new Mailbox<Request>();
        next.offer(List.of(new Request.Read()));
        mailbox = next;
        if (closed.getCount() == 0) {
            next.close();
        }
    }

    private void serve(SystemCalls sys) {
        try (var wake = WakeFd.open(sys);
                var socket = IpvsSocket.open(sys, Programs.DATAGRAM_BYTES)) {
            var loop = new IpvsLoop(sys, socket, wake, mailbox, inbox, readbackInterval);
            mailbox.wakeBy(wake);
            try {
                loop.run();
            } finally {
                mailbox.wakeBy(null);
                loop.abandon();
            }
        }
    }

    private void cancel(Request request) {
        switch (request) {
            case Request.Apply apply -> inbox.accept(cancelled(apply));
            case Request.Count count -> count.asker().accept(List.of());
            case Request.Read _ -> {}
        }
    }

    static EffectFailed cancelled(Request.Apply apply) {
        return new EffectFailed(
                apply.effect(),
                Errno.ECANCELED,
                "ipvs: " + apply.program().changes().size() + " changes: the work on IPVS has ended");
    }
}
