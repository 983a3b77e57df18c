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
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Sends changes, many in one datagram, and answers each of them once. */
final class Changes {
    /** About 1,000 plain additions; their notices and acknowledgements take some 1.5 MiB of the receive buffer. */
    private static final int BATCH_BYTES = 32 * 1024;

    private final NetlinkSocket socket;
    private final Sequence sequence;
    private final Consumer<Event> inbox;
    private final MessageWriter batch = new MessageWriter(BATCH_BYTES);
    /** By sequence, in the order sent. */
    private final SequencedMap<Integer, InFlight> inFlight = new LinkedHashMap<>();

    Changes(NetlinkSocket socket, Sequence sequence, Consumer<Event> inbox) {
        this.socket = socket;
        this.sequence = sequence;
        this.inbox = inbox;
    }

    /** Sends what waits in the mailbox, up to one batch; false when nothing waited. */
    boolean send(Mailbox<AddressChange> mailbox, KernelView view) {
        batch.clear();
        boolean any = false;
        while (batch.room() >= RouteRequests.REQUEST_BYTES_MAX) {
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
                RouteRequests.remove(batch, number, linkIndex, remove.place().address());
        }
    }

    private static boolean isLabelTooLong(VirtualAddress address) {
        var label = address.label();
        return label != null && label.getBytes(StandardCharsets.UTF_8).length > RouteRequests.LABEL_BYTES_MAX;
    }

    /** Answers the change that the message acknowledges, if it is one of ours. */
    void acknowledge(Message message, KernelView view) {
        var change = message.port() == socket.port() ? inFlight.remove(message.sequence()) : null;
        if (change == null) {
            return;
        }
        var acknowledgement = Acknowledgement.decode(message);
        if (acknowledgement.errno() == 0) {
            change.proof().ifPresent(notice -> view.hear(notice, true).forEach(inbox));
        }
        answer(change, acknowledgement);
    }

    /** Whether a change in flight explains the notice. */
    boolean explain(RouteNotice notice) {
        boolean explained = false;
        for (var change : inFlight.values()) {
            explained |= change.explains(notice);
        }
        return explained;
    }

    /** Answers what lost its acknowledgement by what a new reading of the kernel shows. */
    void settle(KernelView view) {
        answerAll(change -> {
            boolean made = change.isMadeIn(view);
            return new Acknowledgement(made ? 0 : Errno.ENOBUFS, "acknowledgement lost");
        });
    }

    /** Answers what will not be acknowledged any more. */
    void abandon() {
        answerAll(_ -> new Acknowledgement(Errno.ECANCELED, "the netlink thread ended before the acknowledgement"));
    }

    private void answerAll(Function<InFlight, Acknowledgement> acknowledgement) {
        for (var first = inFlight.pollFirstEntry(); first != null; first = inFlight.pollFirstEntry()) {
            answer(first.getValue(), acknowledgement.apply(first.getValue()));
        }
    }

    private void answer(InFlight answered, Acknowledgement acknowledgement) {
        var change = answered.change();
        inbox.accept(
                acknowledgement.errno() == 0 ? new EffectApplied(change.effect()) : change.failed(acknowledgement));
    }
}
