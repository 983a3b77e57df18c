package io.keepsake.adapter.netlink;

import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.socket.Mailbox;
import io.keepsake.adapter.netlink.socket.NetlinkSocket;
import io.keepsake.adapter.netlink.socket.NetlinkSocket.Reception;
import io.keepsake.adapter.netlink.socket.PollSet;
import io.keepsake.adapter.netlink.socket.Sequence;
import io.keepsake.adapter.netlink.socket.WakeFd;
import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.MessageWriter;
import io.keepsake.adapter.netlink.wire.RouteNotice;
import io.keepsake.adapter.netlink.wire.RouteRequests;
import io.keepsake.adapter.netlink.wire.RoutingNotice;
import io.keepsake.adapter.netlink.wire.RoutingRequests;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.Watched;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The work of the netlink thread: tell what the kernel says, hand it what is wished, read everything anew when
 * something was lost. Changes are sent only between readings, and the kernel has answered all of them when the send
 * returns; so when nothing more waits to be received, a change without an answer has lost it.
 */
final class RouteLoop {
    private static final int DUMP_SILENCE_MILLIS = 5_000;
    private static final int DUMP_FAILURES_MAX = 10;

    /** RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV6_RULE. */
    private static final List<Integer> ROUTING_GROUPS = List.of(7, 8, 11, 19);

    /** What a kernel says that has no rules of a family: IPv6 is off, or it was built without them. */
    static final Set<Integer> NO_RULES = Set.of(Errno.EAFNOSUPPORT, Errno.EOPNOTSUPP);

    private final NetlinkSocket socket;
    private final WakeFd wake;
    private final Mailbox<KernelChange> mailbox;
    private final Queue<WatchRequest> watching;
    private final Notices notices;
    private final Changes changes;
    private final PollSet socketOrWake;
    private final PollSet socketAlone;
    private final MessageWriter question = new MessageWriter(RouteRequests.REQUEST_BYTES_MAX);
    private final Sequence sequence = new Sequence();
    private KernelView view = new KernelView();
    private final RoutingView routing = new RoutingView();
    private final AtomicBoolean readingWanted;
    private boolean lost;
    private boolean routesMayHaveGone;
    private boolean known;

    RouteLoop(
            SystemCalls sys,
            NetlinkSocket socket,
            WakeFd wake,
            Mailbox<KernelChange> mailbox,
            AtomicBoolean readingWanted,
            Queue<WatchRequest> watching,
            Notices notices) {
        this.socket = socket;
        this.wake = wake;
        this.mailbox = mailbox;
        this.readingWanted = readingWanted;
        this.watching = watching;
        this.notices = notices;
        changes = new Changes(socket, sequence, notices::answer);
        socketOrWake = new PollSet(sys, socket.fd(), wake.fd());
        socketAlone = new PollSet(sys, socket.fd());
    }

    /** Runs until the mailbox is closed and empty. */
    void run() {
        watchRouting(notices.watched());
        readKernel();
        boolean open = true;
        while (open) {
            hearAll();
            watchMore();
            notices.tell();
            if (lost || readingWanted.getAndSet(false)) {
                readKernel();
            } else if (routesMayHaveGone) {
                rereadRouting();
            } else if (!changes.send(mailbox, view)) {
                open = awaitWork();
            }
        }
    }

    /** What is watched from now on and stands already is told, and only then the request is answered. */
    private void watchMore() {
        for (var request = watching.poll(); request != null; request = watching.poll()) {
            var before = notices.watched();
            var all = before.plus(request.watched());
            notices.watch(all);
            var facts = view.facts(
                    place -> all.has(place) && !before.has(place), link -> all.has(link) && !before.has(link));
            facts.forEach(notices::add);
            notices.tell();
            if (watchRouting(request.watched())) {
                rereadRouting();
            }
            request.told().complete(facts);
        }
    }

    /** Hears of routes and rules only when there are some to hear of; whether there are more than before. */
    private boolean watchRouting(Watched more) {
        boolean first = routing.isEmpty();
        boolean any = routing.watch(more.routing());
        if (any && first) {
            ROUTING_GROUPS.forEach(socket::join);
        }
        return any;
    }

    private boolean awaitWork() {
        if (mailbox.isFinished()) {
            return false;
        }
        socketOrWake.await(PollSet.FOREVER);
        wake.clear();
        return true;
    }

    private void hearAll() {
        for (var got = socket.receive(); got != Reception.NOTHING; got = socket.receive()) {
            if (got == Reception.LOST) {
                lost = true;
            } else {
                socket.messages().forEach(this::hear);
            }
        }
    }

    private void hear(Message message) {
        if (message.type() == Message.ERROR) {
            changes.acknowledge(message, view, routing);
        } else {
            RouteNotice.decode(message).ifPresent(notice -> tell(new Heard(notice, isOwn(message, notice))));
        }
    }

    private boolean isOwn(Message message, RouteNotice notice) {
        return message.port() == socket.port() || (message.port() == 0 && changes.explain(notice));
    }

    private void tell(Heard heard) {
        if (heard.notice() instanceof RouteNotice.RoutingTold told) {
            tell(told, heard.own());
            return;
        }
        var facts = view.hear(heard.notice(), heard.own());
        routesMayHaveGone |= !routing.isEmpty() && facts.stream().anyMatch(RouteLoop::takesRoutes);
        for (var fact : facts) {
            if (fact instanceof LinkEvent.AddressGone(var gone, boolean own) && own) {
                routing.withdraw(gone.address().ip());
            }
        }
        facts.forEach(notices::add);
        if (heard.own()) {
            notices.tell();
        }
    }

    /** The kernel takes the routes of IPv4 with their link or their source address, and says nothing of it. */
    private static boolean takesRoutes(LinkEvent fact) {
        return switch (fact) {
            case LinkEvent.LinkSeen seen -> !seen.link().up();
            case LinkEvent.LinkGone _, LinkEvent.AddressGone _ -> true;
            case LinkEvent.AddressSeen _, LinkEvent.KernelRead _ -> false;
        };
    }

    private void tell(RouteNotice.RoutingTold told, boolean own) {
        var decoded = decoded(told);
        if (decoded == null) {
            return;
        }
        var asked = own && told.isPresent() ? changes.heardAdding(told.sequence()) : null;
        if (asked != null) {
            routing.learn(decoded, asked);
        }
        var what = routing.watched(decoded);
        if (what != null) {
            boolean ours = own || !told.isPresent() && routing.goesWithItsSource(what);
            routing.hear(what, told.isPresent(), ours).forEach(notices::answer);
        }
    }

    /** What it is about, in the kernel's words; null when it cannot be one that is watched. */
    private @Nullable Routing decoded(RouteNotice.RoutingTold told) {
        boolean concerns = !told.isRoute() || routing.concerns(told.protocol());
        return concerns
                ? RoutingNotice.decode(told.type(), told.payload(), view::nameOf)
                        .orElse(null)
                : null;
    }

    /** Reads the routes and rules again and tells what differs from what is known. */
    private void rereadRouting() {
        routesMayHaveGone = false;
        var meanwhile = new ArrayList<Heard>();
        var withdrawn = routing.withdrawn();
        var read = watchedOf(dumpRouting(meanwhile));
        routing.replace(read).forEach(notices::answer);
        meanwhile.stream().filter(heard -> !isOfLink(heard.notice())).forEach(this::tell);
        routing.settled(withdrawn);
    }

    private List<RouteNotice> dumpRouting(List<Heard> meanwhile) {
        var parts = new ArrayList<RouteNotice>();
        for (var family : Family.values()) {
            for (int protocol : routing.protocols(family)) {
                parts.addAll(
                        dump((out, number) -> RoutingRequests.dumpRoutes(out, number, family, protocol), meanwhile));
            }
            if (routing.rules(family)) {
                parts.addAll(
                        dump((out, number) -> RoutingRequests.dumpRules(out, number, family), NO_RULES, meanwhile));
            }
        }
        return parts;
    }

    private Set<Routing> watchedOf(List<RouteNotice> parts) {
        var read = new LinkedHashSet<Routing>();
        for (var part : parts) {
            var decoded = part instanceof RouteNotice.RoutingTold told ? decoded(told) : null;
            var what = decoded == null ? null : routing.watched(decoded);
            if (what != null) {
                read.add(what);
            }
        }
        return read;
    }

    /**
     * Replaces the view. What is heard of links meanwhile is newer than the reading and goes into it: told afterwards, a
     * link that failed would seem to have come back in between. What is heard of addresses is told afterwards; it holds
     * whether or not the reading shows it, and says whose doing it was.
     */
    private void readKernel() {
        lost = false;
        var meanwhile = new ArrayList<Heard>();
        var withdrawn = routing.withdrawn();
        var links = dump(RouteRequests::dumpLinks, meanwhile);
        var addresses = dump(RouteRequests::dumpAddresses, meanwhile);
        var ways = routing.isEmpty() ? List.<RouteNotice>of() : dumpRouting(meanwhile);
        view = new KernelView();
        links.forEach(part -> view.hear(part, false));
        view.readAddresses(addresses);
        meanwhile.stream().filter(heard -> isOfLink(heard.notice())).forEach(heard -> view.hear(heard.notice(), false));
        notices.answer(view.read(notices.watched()));
        known = true;
        if (!routing.isEmpty()) {
            routing.replace(watchedOf(ways));
            notices.answer(routing.read());
        }
        routesMayHaveGone = false;
        changes.settle(view, routing);
        meanwhile.stream().filter(heard -> !isOfLink(heard.notice())).forEach(this::tell);
        routing.settled(withdrawn);
    }

    private List<RouteNotice> dump(ObjIntConsumer<MessageWriter> question, List<Heard> meanwhile) {
        return dump(question, Set.of(), meanwhile);
    }

    private List<RouteNotice> dump(ObjIntConsumer<MessageWriter> question, Set<Integer> absent, List<Heard> meanwhile) {
        int failures = 0;
        while (true) {
            var dump = ask(question, absent);
            while (dump.progress() == Dump.Progress.RUNNING) {
                hearPart(dump, meanwhile);
            }
            switch (dump.progress()) {
                case COMPLETE -> {
                    return dump.parts();
                }
                case FAILED -> failures = countFailure(dump, failures);
                case INTERRUPTED, RUNNING -> {}
            }
        }
    }

    private Dump ask(ObjIntConsumer<MessageWriter> writer, Set<Integer> absent) {
        int number = sequence.next();
        writer.accept(question.clear(), number);
        int errno = socket.send(question.datagram());
        if (errno != 0) {
            throw new IllegalStateException("netlink: asking for a dump failed: " + Errno.text(errno));
        }
        return new Dump(socket.port(), number, absent);
    }

    private static int countFailure(Dump dump, int failures) {
        if (failures == DUMP_FAILURES_MAX) {
            throw new IllegalStateException("netlink: the kernel gives up every dump: " + Errno.text(dump.errno()));
        }
        return failures + 1;
    }

    private void hearPart(Dump dump, List<Heard> meanwhile) {
        switch (socket.receive()) {
            case LOST -> lost = true;
            case NOTHING -> {
                if (!socketAlone.await(DUMP_SILENCE_MILLIS)) {
                    throw new IllegalStateException(
                            "netlink: a dump did not end; nothing came for " + DUMP_SILENCE_MILLIS + " ms");
                }
            }
            case MESSAGES ->
                socket.messages().forEach(message -> {
                    if (dump.owns(message)) {
                        dump.take(message);
                    } else {
                        RouteNotice.decode(message)
                                .ifPresent(
                                        notice -> hearMeanwhile(new Heard(notice, isOwn(message, notice)), meanwhile));
                    }
                });
        }
    }

    /** A link that fails is told before a long reading has ended. */
    private void hearMeanwhile(Heard heard, List<Heard> meanwhile) {
        meanwhile.add(heard);
        if (known && isOfLink(heard.notice())) {
            tell(heard);
            notices.tell();
        }
    }

    private static boolean isOfLink(RouteNotice notice) {
        return notice instanceof RouteNotice.LinkPresent || notice instanceof RouteNotice.LinkAbsent;
    }

    /** Answers what was sent and has no answer; the thread ends without one. */
    void abandon() {
        changes.abandon();
    }

    /** What is to be watched beside all else, and who waits until it was told. */
    record WatchRequest(Watched watched, CompletableFuture<List<LinkEvent>> told) {}

    private record Heard(RouteNotice notice, boolean own) {}
}
