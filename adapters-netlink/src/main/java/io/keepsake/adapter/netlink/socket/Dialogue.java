package io.keepsake.adapter.netlink.socket;

import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.MessageWriter;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;

/** Asks the kernel over one socket, one question at a time. */
public final class Dialogue {
    private static final int SILENCE_MILLIS = 5_000;
    private static final int LOSSES_MAX = 10;

    private final NetlinkSocket socket;
    private final PollSet poll;
    private final Sequence sequence = new Sequence();
    private final MessageWriter question;
    private final Overheard overheard;

    /** Hears what comes between the parts of an answer. */
    public interface Overheard {
        void hear(Message message);

        /** Something came for which there was no room. */
        void lost();
    }

    /** The kernel gave an errno instead of an answer. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int errno;

        Refused(int errno) {
            super(Errno.text(errno), null, false, false);
            this.errno = errno;
        }

        public int errno() {
            return errno;
        }
    }

    /**
     * Over this socket.
     *
     * @param questionBytes the longest question
     */
    public Dialogue(SystemCalls sys, NetlinkSocket socket, int questionBytes, Overheard overheard) {
        this.socket = socket;
        this.overheard = overheard;
        poll = new PollSet(sys, socket.fd());
        question = new MessageWriter(questionBytes);
    }

    public Sequence sequence() {
        return sequence;
    }

    /**
     * The answer to a question; asked again when parts of it are lost.
     *
     * @param name of the question, for people
     * @throws IllegalStateException when the kernel says nothing for 5 s
     */
    public <T> Answer<T> exchange(
            String name, boolean dump, ObjIntConsumer<MessageWriter> writer, Function<Message, Optional<T>> decoder)
            throws Refused {
        for (int losses = 0; losses < LOSSES_MAX; losses++) {
            var answer = new Answer<T>(socket.port(), send(writer), dump, decoder);
            if (hear(name, answer)) {
                if (answer.errno() != 0) {
                    throw new Refused(answer.errno());
                }
                return answer;
            }
        }
        throw new Refused(Errno.ENOBUFS);
    }

    private int send(ObjIntConsumer<MessageWriter> writer) throws Refused {
        int number = sequence.next();
        writer.accept(question.clear(), number);
        int errno = socket.send(question.datagram());
        if (errno != 0) {
            throw new Refused(errno);
        }
        return number;
    }

    /** Gathers the answer; false when the kernel had no room for all of it. */
    private boolean hear(String name, Answer<?> answer) {
        while (!answer.isComplete()) {
            switch (socket.receive()) {
                case MESSAGES -> answer.take(socket.messages(), overheard);
                case LOST -> {
                    overheard.lost();
                    return false;
                }
                case NOTHING -> {
                    if (!poll.await(SILENCE_MILLIS)) {
                        throw new IllegalStateException(
                                "netlink: " + name + ": no answer within " + SILENCE_MILLIS + " ms");
                    }
                }
            }
        }
        return true;
    }
}
