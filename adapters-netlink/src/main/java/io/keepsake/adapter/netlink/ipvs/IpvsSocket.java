package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsRequests;
import io.keepsake.adapter.netlink.socket.Answer;
import io.keepsake.adapter.netlink.socket.Dialogue;
import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.socket.NetlinkSocket;
import io.keepsake.adapter.netlink.socket.Sequence;
import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.MessageWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Asks the kernel's IPVS, one question at a time. */
final class IpvsSocket implements AutoCloseable {

    /** Writes a question; {@code family} is the number of IPVS. */
    interface Question {
        void write(MessageWriter out, int family, int sequence);
    }

    /** The socket is in no group. */
    private static final Dialogue.Overheard NOBODY = new Dialogue.Overheard() {
        @Override
        public void hear(Message message) {}

        @Override
        public void lost() {}
    };

    private static final int NETLINK_GENERIC = 16;
    /** The kernel doubles it: room for 10,000 refusals. Only what waits in it costs memory. */
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

    private static final String GETFAMILY = "CTRL_CMD_GETFAMILY IPVS";
    private static final int UNSTEADY_MAX = 4;

    private final NetlinkSocket socket;
    private final Dialogue dialogue;
    private int family;

    private IpvsSocket(SystemCalls sys, NetlinkSocket socket) {
        this.socket = socket;
        dialogue = new Dialogue(sys, socket, IpvsRequests.REQUEST_BYTES_MAX, NOBODY);
    }

    /** A socket that may send datagrams of up to {@code datagramBytes}. */
    static IpvsSocket open(SystemCalls sys, int datagramBytes) {
        var socket = NetlinkSocket.open(sys, NETLINK_GENERIC, 0, RECEIVE_BUFFER_BYTES);
        socket.roomToSend(2 * datagramBytes);
        return new IpvsSocket(sys, socket);
    }

    /** The number of IPVS among the families, asked for once. */
    int family() throws KernelRefusal {
        if (family == 0) {
            var answer = exchange(
                    GETFAMILY,
                    false,
                    (out, _, number) -> IpvsRequests.family(out, number),
                    message -> toOptional(IpvsReply.family(message)));
            if (answer.parts().isEmpty()) {
                throw new KernelRefusal(GETFAMILY, Errno.ENOENT);
            }
            family = answer.parts().getFirst();
        }
        return family;
    }

    private static Optional<Integer> toOptional(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    /** Asks for the number anew the next time: a module that was loaded again has another. */
    void forgetFamily() {
        family = 0;
    }

    /** The one answer to a question, or nothing when it is of another type. */
    <T extends IpvsReply> Optional<T> ask(String name, Class<T> type, Question writer) throws KernelRefusal {
        family();
        var answer = exchange(name, false, writer, IpvsReply::decode);
        return answer.parts().stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /**
     * The entries of a dump. One that comes in pieces is asked for until two in a row agree: when the table changes
     * between pieces, entries are missing or twice.
     *
     * @param identity what of an entry must agree
     */
    <T extends IpvsReply> List<T> dump(String name, Class<T> type, Question writer, Function<T, Object> identity)
            throws KernelRefusal {
        family();
        var answer = exchange(name, true, writer, IpvsReply::decode);
        var entries = cast(answer, type);
        for (int i = 0; i < UNSTEADY_MAX && !answer.isWhole(); i++) {
            var before = entries;
            answer = exchange(name, true, writer, IpvsReply::decode);
            entries = cast(answer, type);
            if (agree(before, entries, identity)) {
                break;
            }
        }
        return entries;
    }

    private static <T> List<T> cast(Answer<IpvsReply> answer, Class<T> type) {
        return answer.parts().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static <T> boolean agree(List<T> before, List<T> after, Function<T, Object> identity) {
        boolean same = before.size() == after.size();
        for (int i = 0; same && i < before.size(); i++) {
            same = identity.apply(before.get(i)).equals(identity.apply(after.get(i)));
        }
        return same;
    }

    private <T> Answer<T> exchange(String name, boolean dump, Question writer, Function<Message, Optional<T>> decoder)
            throws KernelRefusal {
        try {
            return dialogue.exchange(name, dump, (out, number) -> writer.write(out, family, number), decoder);
        } catch (Dialogue.Refused refused) {
            throw new KernelRefusal(name, refused.errno());
        }
    }

    NetlinkSocket socket() {
        return socket;
    }

    Sequence sequence() {
        return dialogue.sequence();
    }

    @Override
    public void close() {
        socket.close();
    }
}
