package io.keepsake.adapter.netlink;

import io.keepsake.adapter.netlink.RouteLoop.WatchRequest;
import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.socket.Mailbox;
import io.keepsake.adapter.netlink.socket.NetlinkSocket;
import io.keepsake.adapter.netlink.socket.WakeFd;
import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.adapter.netlink.wire.Acknowledgement;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.value.Watched;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Links, addresses, routes and rules of the network namespace of the thread that opens it. One socket carries both the changes asked
 * for and the kernel's notices, so facts and answers come in the order in which the kernel made them.
 *
 * <p>Facts are told once although the kernel repeats itself. A renamed link is told as gone, seen under its new name,
 * and its addresses seen again; a link that goes takes its addresses with it. After lost notices a new {@code
 * KernelRead} replaces all before. Only what is {@link Watched} is told at all.
 */
public final class RouteNetlink implements AutoCloseable {
    private static final int NETLINK_ROUTE = 0;
    /** RTMGRP_LINK, RTMGRP_IPV4_IFADDR, RTMGRP_IPV6_IFADDR. */
    private static final int GROUPS = 0x1 | 0x10 | 0x100;
    /** The kernel doubles it: room for some ten thousand notices. Only what waits in it costs memory. */
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    private static final long CLOSE_MILLIS = 5_000;

    private final Mailbox<KernelChange> mailbox = new Mailbox<>();
    private final AtomicBoolean readingWanted = new AtomicBoolean();
    private final Queue<WatchRequest> watching = new ConcurrentLinkedQueue<>();
    private final Watched watched;
    private final Consumer<Event> inbox;
    private final Consumer<Throwable> fatal;
    private final int receiveBufferBytes;
    private final Thread thread;
    private volatile boolean ended;

    /** A change of addresses, routes or rules, and the index of the effect that asks for it. */
    public record Requested(long effect, Effect.Change change) {}

    private RouteNetlink(Consumer<Event> inbox, Consumer<Throwable> fatal, Watched watched, int receiveBufferBytes) {
        this.inbox = inbox;
        this.fatal = fatal;
        this.watched = watched;
        this.receiveBufferBytes = receiveBufferBytes;
        thread = Thread.ofPlatform().daemon().name("netlink").unstarted(this::run);
    }

    /**
     * Starts the netlink thread and returns. It hears the notices, then reads every link and address and tells them as
     * one {@code KernelRead} before anything else.
     *
     * @param inbox thread-safe; called on the netlink thread
     * @param watched what is told; {@link #watch} adds to it
     * @param fatal told once, on the netlink thread, why it ended unasked; nothing more is heard or changed then, and
     *     every change is answered with ECANCELED
     */
    public static RouteNetlink open(Consumer<Event> inbox, Consumer<Throwable> fatal, Watched watched) {
        return open(inbox, fatal, watched, RECEIVE_BUFFER_BYTES);
    }

    /** The same with a receive buffer that may be so small that notices get lost. */
    static RouteNetlink open(
            Consumer<Event> inbox, Consumer<Throwable> fatal, Watched watched, int receiveBufferBytes) {
        var netlink = new RouteNetlink(inbox, fatal, watched, receiveBufferBytes);
        netlink.thread.start();
        return netlink;
    }

    /**
     * Hands changes to the netlink thread, from any thread and without waiting. Each is answered by exactly one {@code
     * EffectApplied} or {@code EffectFailed}; own facts come before the answer. EEXIST (17), EADDRNOTAVAIL (99) and
     * ENODEV (19) are answers like others. ENOBUFS (105) says that the acknowledgement was lost and the change is not to
     * be seen; ECANCELED (125) that the thread ended, and is told on the calling thread when it ended before the call.
     *
     * @throws IllegalArgumentException when one is no change of addresses; none is handed over then
     */
    public void apply(List<Requested> requested) {
        cancel(mailbox.offer(requested.stream().map(KernelChange::of).toList()));
    }

    /**
     * Tells these from now on too, and first what of them is there already; from any thread, without waiting. What is
     * watched once is watched until the end: addresses of an earlier configuration are still to be taken away.
     *
     * @return what is there already, once it was told; nothing when there is no thread any more
     */
    public CompletableFuture<List<LinkEvent>> watch(Watched more) {
        var request = new WatchRequest(more, new CompletableFuture<>());
        watching.add(request);
        mailbox.offer(List.of());
        if (ended) {
            forget();
        }
        return request.told();
    }

    private void forget() {
        for (var request = watching.poll(); request != null; request = watching.poll()) {
            request.told().complete(List.of());
        }
    }

    /** Reads every link and address anew and tells them as one {@code KernelRead}; from any thread, without waiting. */
    public void read() {
        readingWanted.set(true);
        mailbox.offer(List.of());
    }

    /** Ends the thread when all that was handed over is done; waits at most 5 s for that. */
    @Override
    public void close() {
        mailbox.close();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            serve(SystemCalls.load());
        } catch (Throwable failure) {
            fatal.accept(failure);
        } finally {
            cancel(mailbox.end());
            ended = true;
            forget();
        }
    }

    private void serve(SystemCalls sys) {
        try (var wake = WakeFd.open(sys);
                var socket = NetlinkSocket.open(sys, NETLINK_ROUTE, GROUPS, receiveBufferBytes)) {
            var loop = new RouteLoop(sys, socket, wake, mailbox, readingWanted, watching, new Notices(inbox, watched));
            mailbox.wakeBy(wake);
            try {
                loop.run();
            } finally {
                mailbox.wakeBy(null);
                loop.abandon();
            }
        }
    }

    private void cancel(List<KernelChange> changes) {
        var why = new Acknowledgement(Errno.ECANCELED, "the netlink thread has ended");
        changes.forEach(change -> inbox.accept(change.failed(why)));
    }
}
