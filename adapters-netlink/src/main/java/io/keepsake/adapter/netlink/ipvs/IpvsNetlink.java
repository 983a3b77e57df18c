package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.socket.Mailbox;
import io.keepsake.adapter.netlink.socket.WakeFd;
import io.keepsake.adapter.netlink.socket.Worker;
import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The IPVS table of the network namespace of the thread that opens it. Nothing but a parked thread is there before the
 * first request.
 *
 * <p>After a reading that was asked for only differences are told: what others changed. What this director changed itself is not
 * told again. A great many differences, other timeouts or other sync daemons are told as a whole {@code IpvsRead}. When
 * there is no table, {@code IpvsUnavailable} tells it once for each reason, and after it comes a whole {@code IpvsRead}.
 *
 * <p>An error ends the work, not the thread: it is told ({@code PartFailed}), every program is answered with ECANCELED, and
 * after a pause all begins anew, with a whole reading.
 */
public final class IpvsNetlink implements AutoCloseable {
    private final Worker<Request> worker;

    private IpvsNetlink(Worker<Request> worker) {
        this.worker = worker;
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
        var worker = new Worker<>("ipvs", calls, new Work(inbox, readbackInterval));
        worker.start();
        return new IpvsNetlink(worker);
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
        worker.hand(List.of(request));
    }

    /** Ends the thread when all that was handed over is done; waits at most 5 s for that. */
    @Override
    public void close() {
        worker.close();
    }

    private record Work(Consumer<Event> inbox, Duration readbackInterval) implements Worker.Work<Request> {
        @Override
        public void serve(SystemCalls sys, WakeFd wake, Mailbox<Request> mailbox) {
            try (var socket = IpvsSocket.open(sys, Programs.DATAGRAM_BYTES)) {
                var loop = new IpvsLoop(sys, socket, wake, mailbox, inbox, readbackInterval);
                try {
                    loop.run();
                } finally {
                    loop.abandon();
                }
            }
        }

        @Override
        public void cancel(Request request) {
            switch (request) {
                case Request.Apply apply -> inbox.accept(cancelled(apply));
                case Request.Count count -> count.asker().accept(List.of());
                case Request.Read _ -> {}
            }
        }

        @Override
        public void failed(Throwable why, long againNanos) {
            inbox.accept(new PartFailed("ipvs", why.toString(), againNanos));
        }

        /** What the core believes of the table may be wrong by now. */
        @Override
        public Request anew() {
            return new Request.Read();
        }
    }

    static EffectFailed cancelled(Request.Apply apply) {
        return new EffectFailed(
                apply.effect(),
                Errno.ECANCELED,
                "ipvs: " + apply.program().changes().size() + " changes: the work on IPVS has ended");
    }
}
