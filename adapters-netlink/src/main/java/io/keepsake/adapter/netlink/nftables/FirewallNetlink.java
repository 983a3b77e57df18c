package io.keepsake.adapter.netlink.nftables;

import io.keepsake.adapter.netlink.RouteNetlink.Requested;
import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.socket.Mailbox;
import io.keepsake.adapter.netlink.socket.WakeFd;
import io.keepsake.adapter.netlink.socket.Worker;
import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tables of nf_tables of our own, in the network namespace of the thread that opens this: they drop what goes to or comes
 * from addresses. A table is there while it drops something, and is changed as a whole or not at all. One that has
 * anything in it that neither we nor keepalived put there is never made anew and never taken away.
 *
 * <p>Nothing but a parked thread is there before the first request.
 *
 * <p>What others change in a table of ours is heard at once, and told as a whole {@code BlocksRead}.
 */
public final class FirewallNetlink implements AutoCloseable {
    private final Worker<Request> worker;
    private final Set<String> tables;

    private FirewallNetlink(Worker<Request> worker, Set<String> tables) {
        this.worker = worker;
        this.tables = tables;
    }

    /**
     * Starts the thread and returns.
     *
     * @param inbox thread-safe; called on that thread
     */
    public static FirewallNetlink open(Consumer<Event> inbox) {
        Set<String> tables = ConcurrentHashMap.newKeySet();
        var worker = new Worker<Request>("nftables", SystemCalls::load, new Work(inbox, tables));
        worker.start();
        return new FirewallNetlink(worker, tables);
    }

    /**
     * Hands changes over, from any thread and without waiting. Each is answered once, by {@code EffectApplied} or {@code
     * EffectFailed}; that something to be removed is not there is no failure. EEXIST (17) says that the table is
     * somebody else's, ECANCELED (125) that the work has ended.
     *
     * @throws IllegalArgumentException when one is no change of blocks; none is handed over then
     */
    public void apply(List<Requested> requested) {
        worker.hand(
                requested.stream().map(r -> Request.of(r.effect(), r.change())).toList());
    }

    /** Reads these tables, of either family, and tells all that stands in them and in those asked for before. */
    public void read(List<String> names) {
        tables.addAll(names);
        worker.hand(List.of(new Request.Read(names)));
    }

    /** Ends the thread when all that was handed over is done; waits at most 5 s for that. */
    @Override
    public void close() {
        worker.close();
    }

    /** @param tables that were asked for */
    private record Work(Consumer<Event> inbox, Set<String> tables) implements Worker.Work<Request> {
        @Override
        public void serve(SystemCalls sys, WakeFd wake, Mailbox<Request> mailbox) {
            try (var socket = FirewallSocket.open(sys)) {
                var loop = new FirewallLoop(sys, socket, wake, mailbox, inbox);
                try {
                    loop.run();
                } finally {
                    loop.abandon();
                }
            }
        }

        @Override
        public void cancel(Request request) {
            if (request instanceof Request.Change change) {
                inbox.accept(cancelled(change));
            }
        }

        @Override
        public void failed(Throwable why, long againNanos) {
            inbox.accept(new PartFailed("nftables", why.toString(), againNanos));
        }

        @Override
        public Request anew() {
            return new Request.Read(List.copyOf(tables));
        }
    }

    static EffectFailed cancelled(Request.Change change) {
        return change.failed(Errno.ECANCELED, "the work on nftables has ended");
    }

    static String advice(int errno) {
        return switch (errno) {
            case Errno.EOPNOTSUPP, Errno.EPROTONOSUPPORT -> "; the kernel has no nf_tables: load the module nf_tables";
            default -> Errno.advice(errno);
        };
    }
}
