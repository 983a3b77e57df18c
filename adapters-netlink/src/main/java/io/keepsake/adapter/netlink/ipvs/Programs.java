package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.adapter.netlink.ipvs.wire.IpvsChanges;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsRequests;
import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.socket.NetlinkSocket.Reception;
import io.keepsake.adapter.netlink.wire.Acknowledgement;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.MessageWriter;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.OutcomeEvent.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes many changes in few sends. The kernel makes the changes of a datagram one after another before the send returns;
 * it tells of each that failed, and of the last in any case.
 */
final class Programs {
    /** Some 800 destinations. The receive buffer holds the refusals of all that fits. */
    static final int DATAGRAM_BYTES = 128 * 1024;

    private final IpvsSocket socket;
    private final MessageWriter out = new MessageWriter(DATAGRAM_BYTES);

    Programs(IpvsSocket socket) {
        this.socket = socket;
    }

    /**
     * What became of changes.
     *
     * @param errnos of each change, 0 when it was made
     * @param certain false when answers were lost: a change with 0 may have failed
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Result(int[] errnos, boolean certain) {
        boolean isRefused() {
            return Arrays.stream(errnos).anyMatch(errno -> errno != 0);
        }

        /** Whether nothing was done, all of it for this reason. */
        boolean isRefusedBy(int reason) {
            return errnos.length > 0 && Arrays.stream(errnos).allMatch(errno -> errno == reason);
        }

        List<Refusal> refusals() {
            return IntStream.range(0, errnos.length)
                    .filter(position -> errnos[position] != 0)
                    .mapToObj(position -> new Refusal(position, errnos[position]))
                    .toList();
        }
    }

    Result run(List<IpvsChange> changes) throws KernelRefusal {
        int family = socket.family();
        var result = run(changes, family);
        if (result.isRefusedBy(Errno.ENOENT)) {
            // Perhaps not the changes are unknown but the family: the module was loaded again.
            socket.forgetFamily();
            int now = socket.family();
            return now == family ? result : run(changes, now);
        }
        return result;
    }

    private Result run(List<IpvsChange> changes, int family) {
        var run = new Run(changes, family, socket.sequence().block(Math.max(1, changes.size())));
        while (run.next < changes.size()) {
            run.send();
        }
        return new Result(run.errnos, run.certain);
    }

    private final class Run {
        private final List<IpvsChange> changes;
        private final int family;
        private final int firstSequence;
        private final int[] errnos;
        private int next;
        private boolean certain = true;

        private Run(List<IpvsChange> changes, int family, int firstSequence) {
            this.changes = changes;
            this.family = family;
            this.firstSequence = firstSequence;
            errnos = new int[changes.size()];
        }

        private void send() {
            out.clear();
            int from = next;
            int last = write();
            if (out.isEmpty()) {
                return;
            }
            out.acknowledge();
            int errno = socket.socket().send(out.datagram());
            if (errno == 0) {
                certain &= hear(last);
            } else {
                Arrays.fill(errnos, from, next, errno);
            }
        }

        /** Fills the datagram, and returns the position of the last change in it. */
        private int write() {
            int last = next;
            for (; next < errnos.length && out.room() >= IpvsRequests.REQUEST_BYTES_MAX; next++) {
                var change = changes.get(next);
                if (IpvsChanges.fits(change)) {
                    IpvsChanges.write(out, family, firstSequence + next, change);
                    last = next;
                } else {
                    errnos[next] = Errno.ERANGE;
                }
            }
            return last;
        }

        /** Takes all answers to the datagram; false when some are lost. */
        private boolean hear(int last) {
            boolean complete = false;
            boolean lost = false;
            for (var got = socket.socket().receive();
                    got != Reception.NOTHING;
                    got = socket.socket().receive()) {
                lost |= got == Reception.LOST;
                if (got == Reception.MESSAGES) {
                    for (var message : socket.socket().messages()) {
                        complete |= take(message) == last;
                    }
                }
            }
            return complete && !lost;
        }

        /** Notes what became of a change, and returns its position; -1 when the message is of something else. */
        private int take(Message message) {
            int position = message.sequence() - firstSequence;
            boolean ours = message.type() == Message.ERROR
                    && message.port() == socket.socket().port();
            if (!ours || position < 0 || position >= errnos.length) {
                return -1;
            }
            errnos[position] = Acknowledgement.decode(message).errno();
            return position;
        }
    }
}
