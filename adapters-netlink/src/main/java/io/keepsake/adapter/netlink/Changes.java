package io.keepsake.adapter.netlink;

import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.socket.Mailbox;
import io.keepsake.adapter.netlink.socket.NetlinkSocket;
import io.keepsake.adapter.netlink.socket.Sequence;
import io.keepsake.adapter.netlink.wire.Acknowledgement;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.MessageWriter;
import io.keepsake.adapter.netlink.wire.RouteNotice;
import io.keepsake.adapter.netlink.wire.RouteRequests;
import io.keepsake.adapter.netlink.wire.RoutingRequests;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Route;
import io.keepsake.core.value.Routing;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Sends changes, many in one datagram, and answers each of them once. */
final class Changes {
    /** About 1,000 plain additions; their notices and acknowledgements take some 1.5 MiB of the receive buffer. */
    private static final int BATCH_BYTES = 32 * 1024;

    private final NetlinkSocket socket;
    private final Sequence sequence;
    private final Consumer<Event> inbox;
    private final MessageWriter batch = new MessageWriter(BATCH_BYTES);
    /** By sequence, in the order sent. */
    private final SequencedMap<Integer, Flight> inFlight = new LinkedHashMap<>();

    Changes(NetlinkSocket socket, Sequence sequence, Consumer<Event> inbox) {
        this.socket = socket;
        this.sequence = sequence;
        this.inbox = inbox;
    }

    /** Sends what waits in the mailbox, up to one batch; false when nothing waited. */
    boolean send(Mailbox<KernelChange> mailbox, KernelView view) {
        batch.clear();
        boolean any = false;
        while (batch.room() >= RoutingRequests.REQUEST_BYTES_MAX) {
            var change = mailbox.next();
            if (change == null) {
                break;
            }
            any = true;
            write(change, view);
        }
        int errno = batch.isEmpty() ? 0 : socket.send(batch.datagram());
        if (errno != 0) {
            answerAll(_ -> new Acknowledgement(errno, "the whole send was refused"));
        }
        return any;
    }

    private void write(KernelChange change, KernelView view) {
        switch (change) {
            case AddressChange address -> write(address, view);
            case RoutingChange routing -> write(routing, view);
            case PromotionChange promotion -> write(promotion, view);
        }
    }

    private void write(PromotionChange change, KernelView view) {
        var index = view.indexOf(change.link());
        if (index.isEmpty()) {
            inbox.accept(change.failed(new Acknowledgement(Errno.ENODEV, "no such interface")));
            return;
        }
        int number = sequence.next();
        inFlight.put(number, new Flight.OfPromotion(change));
        RouteRequests.promote(batch, number, index.getAsInt(), change.on());
    }

    private void write(RoutingChange change, KernelView view) {
        var missing = change.what().links().stream()
                .filter(name -> view.indexOf(name).isEmpty())
                .findFirst();
        if (change.what() instanceof Route && missing.isPresent()) {
            inbox.accept(change.failed(new Acknowledgement(Errno.ENODEV, "no interface " + missing.get())));
            return;
        }
        int number = sequence.next();
        inFlight.put(number, new Flight.OfRouting(change));
        ToIntFunction<InterfaceName> index = name -> view.indexOf(name).orElse(0);
        if (change.adds()) {
            RoutingRequests.add(batch, number, change.what(), index);
        } else {
            RoutingRequests.remove(batch, number, change.what(), index);
        }
    }

    private void write(AddressChange change, KernelView view) {
        var index = view.indexOf(change.place().link());
        if (index.isEmpty()) {
            inbox.accept(change.failed(new Acknowledgement(Errno.ENODEV, "no such interface")));
        } else if (change instanceof AddressChange.Add add && isLabelTooLong(add.address())) {
            inbox.accept(change.failed(new Acknowledgement(Errno.ERANGE, "the label has more than 15 bytes")));
        } else {
            write(change, index.getAsInt());
        }
    }

    private void write(AddressChange change, int linkIndex) {
        int number = sequence.next();
        inFlight.put(number, new InFlight(change, linkIndex));
        switch (change) {
            case AddressChange.Add add -> RouteRequests.add(batch, number, linkIndex, add.address());
            case AddressChange.Remove remove ->
                RouteRequests.remove(batch, number, linkIndex, remove.place().address(), remove.peer());
        }
    }

    private static boolean isLabelTooLong(VirtualAddress address) {
        var label = address.label();
        return label != null && label.getBytes(StandardCharsets.UTF_8).length > RouteRequests.LABEL_BYTES_MAX;
    }

    /** Answers the change that the message acknowledges, if it is one of ours. */
    void acknowledge(Message message, KernelView view, RoutingView routing) {
        var change = message.port() == socket.port() ? inFlight.remove(message.sequence()) : null;
        if (change == null) {
            return;
        }
        var told = Acknowledgement.decode(message);
        var acknowledgement = isGone(change, told.errno()) ? new Acknowledgement(0, "") : told;
        if (acknowledgement.errno() == 0) {
            prove(change, view, routing);
        } else if (acknowledgement.errno() == Errno.EEXIST
                && change instanceof Flight.OfRouting asked
                && asked.change().adds()) {
            // it stands in the kernel's words, which are not known yet
            routing.hear(asked.change().what(), true, false).forEach(inbox);
        }
        answer(change, acknowledgement);
    }

    /** A route or rule that went before it was taken away: with its link, or its source address. */
    private static boolean isGone(Flight change, int errno) {
        return change instanceof Flight.OfRouting asked
                && !asked.change().adds()
                && (errno == Errno.ESRCH || errno == Errno.ENOENT);
    }

    /** What is done is told, whether or not its notice is understood. */
    private void prove(Flight change, KernelView view, RoutingView routing) {
        switch (change) {
            case InFlight address ->
                address.proof().ifPresent(notice -> view.hear(notice, true).forEach(inbox));
            case Flight.OfRouting asked -> {
                if (!asked.heard()) {
                    routing.hear(asked.change().what(), asked.change().adds(), true)
                            .forEach(inbox);
                }
            }
            case Flight.OfPromotion _ -> {} // the kernel tells of the link
        }
    }

    /** The route or rule that is being put there by the request of this number; null for none. */
    @Nullable Routing heardAdding(int number) {
        if (inFlight.get(number) instanceof Flight.OfRouting asked
                && asked.change().adds()) {
            asked.hear();
            return asked.change().what();
        }
        return null;
    }

    /** Whether a change in flight explains the notice. */
    boolean explain(RouteNotice notice) {
        boolean explained = false;
        for (var change : inFlight.values()) {
            explained |= change instanceof InFlight address && address.explains(notice);
        }
        return explained;
    }

    /** Answers what lost its acknowledgement by what a new reading of the kernel shows. */
    void settle(KernelView view, RoutingView routing) {
        answerAll(change -> {
            boolean made = change.isMadeIn(view, routing);
            return new Acknowledgement(made ? 0 : Errno.ENOBUFS, "acknowledgement lost");
        });
    }

    /** Answers what will not be acknowledged any more. */
    void abandon() {
        answerAll(_ -> new Acknowledgement(Errno.ECANCELED, "the netlink thread ended before the acknowledgement"));
    }

    private void answerAll(Function<Flight, Acknowledgement> acknowledgement) {
        for (var first = inFlight.pollFirstEntry(); first != null; first = inFlight.pollFirstEntry()) {
            answer(first.getValue(), acknowledgement.apply(first.getValue()));
        }
    }

    private void answer(Flight answered, Acknowledgement acknowledgement) {
        var change = answered.change();
        inbox.accept(
                acknowledgement.errno() == 0 ? new EffectApplied(change.effect()) : change.failed(acknowledgement));
    }
}
