package io.keepsake.adapter.netlink;

import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.wire.Acknowledgement;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.RouteNotice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The answer to one dump request, gathered part by part. */
final class Dump {

    /** How far the dump is. */
    enum Progress {
        RUNNING,
        COMPLETE,
        /** The table changed meanwhile: entries may be missing. To be asked for again. */
        INTERRUPTED,
        /** The kernel gave it up; see {@link #errno}. */
        FAILED
    }

    private final int port;
    private final int sequence;
    private final Set<Integer> absent;
    private final List<RouteNotice> parts = new ArrayList<>();
    private Progress progress = Progress.RUNNING;
    private boolean interrupted;
    private int errno;

    Dump(int port, int sequence) {
        this(port, sequence, Set.of());
    }

    /** @param absent the errors that say that the kernel has no such table: there is nothing in it then */
    Dump(int port, int sequence, Set<Integer> absent) {
        this.port = port;
        this.sequence = sequence;
        this.absent = absent;
    }

    /** Whether the message belongs to this dump. */
    boolean owns(Message message) {
        return message.sequence() == sequence && message.port() == port;
    }

    void take(Message message) {
        interrupted |= (message.flags() & Message.FLAG_DUMP_INTERRUPTED) != 0;
        switch (message.type()) {
            case Message.DONE -> end(Acknowledgement.decode(message).errno());
            case Message.ERROR -> refuse(Acknowledgement.decode(message).errno());
            default -> RouteNotice.decode(message).ifPresent(parts::add);
        }
    }

    private void end(int result) {
        errno = absent.contains(result) ? 0 : result;
        progress = errno != 0 ? Progress.FAILED : interrupted ? Progress.INTERRUPTED : Progress.COMPLETE;
    }

    /** A dump that found no room for its first part says ENOBUFS and goes on as soon as the socket is read. */
    private void refuse(int result) {
        if (result != Errno.ENOBUFS) {
            end(result);
        }
    }

    Progress progress() {
        return progress;
    }

    List<RouteNotice> parts() {
        return parts;
    }

    int errno() {
        return errno;
    }
}
