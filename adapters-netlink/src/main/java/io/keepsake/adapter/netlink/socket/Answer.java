package io.keepsake.adapter.netlink.socket;

import io.keepsake.adapter.netlink.wire.Acknowledgement;
import io.keepsake.adapter.netlink.wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The answer to one question, gathered datagram by datagram: a dump in parts, or one message. */
public final class Answer<T> {
    private final int port;
    private final int sequence;
    private final boolean dump;
    private final Function<Message, Optional<T>> decoder;
    private final List<T> parts = new ArrayList<>();
    private int pieces;
    private boolean interrupted;
    private boolean complete;
    private int errno;

    Answer(int port, int sequence, boolean dump, Function<Message, Optional<T>> decoder) {
        this.port = port;
        this.sequence = sequence;
        this.dump = dump;
        this.decoder = decoder;
    }

    void take(List<Message> datagram, Dialogue.Overheard overheard) {
        int before = parts.size();
        for (var message : datagram) {
            if (message.sequence() == sequence && message.port() == port) {
                interrupted |= (message.flags() & Message.FLAG_DUMP_INTERRUPTED) != 0;
                take(message);
            } else {
                overheard.hear(message);
            }
        }
        pieces += parts.size() > before ? 1 : 0;
    }

    private void take(Message message) {
        switch (message.type()) {
            case Message.DONE, Message.ERROR ->
                end(Acknowledgement.decode(message).errno());
            default -> {
                decoder.apply(message).ifPresent(parts::add);
                complete |= !dump;
            }
        }
    }

    /** A dump that found no room for its first part says ENOBUFS and goes on as soon as the socket is read. */
    private void end(int result) {
        if (!dump || result != Errno.ENOBUFS) {
            errno = result;
            complete = true;
        }
    }

    boolean isComplete() {
        return complete;
    }

    /** 0, or why there is no answer. */
    int errno() {
        return errno;
    }

    public List<T> parts() {
        return parts;
    }

    /** Whether the kernel says that the table changed meanwhile: entries may be missing. */
    public boolean isInterrupted() {
        return interrupted;
    }

    /** Whether the kernel gave it at one go, so that nothing can have changed meanwhile. */
    public boolean isWhole() {
        return pieces <= 1;
    }
}
