package io.keepsake.adapter.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.Dump.Progress;
import io.keepsake.adapter.netlink.socket.NetlinkSocket;
import io.keepsake.adapter.netlink.socket.PollSet;
import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A dump ends as the kernel says. */
class DumpTest {
    private static final int PORT = 4711;
    private static final int FLAG_MULTI = 0x2;
    private static final int NEWADDR = 20;
    private static final int GETRULE = 34;
    private static final int FLAG_REQUEST_DUMP = 0x1 | 0x300;
    private static final int DECNET = 12;

    private final Dump dump = new Dump(PORT, 8);

    private static Message message(int type, int flags, int value) {
        var payload = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, value);
        return new Message(type, flags, 8, PORT, payload);
    }

    @Test
    void itIsCompleteAtItsEnd() {
        dump.take(message(NEWADDR, FLAG_MULTI, 0));
        assertEquals(Progress.RUNNING, dump.progress());
        dump.take(message(Message.DONE, FLAG_MULTI, 0));
        assertEquals(Progress.COMPLETE, dump.progress());
    }

    @Test
    void aTableThatChangedMeanwhileInterruptsIt() {
        dump.take(message(NEWADDR, FLAG_MULTI | Message.FLAG_DUMP_INTERRUPTED, 0));
        dump.take(message(Message.DONE, FLAG_MULTI, 0));
        assertEquals(Progress.INTERRUPTED, dump.progress());
    }

    @Test
    void aChangeNoticedOnlyAtTheEndInterruptsIt() {
        dump.take(message(Message.DONE, FLAG_MULTI | Message.FLAG_DUMP_INTERRUPTED, 0));
        assertEquals(Progress.INTERRUPTED, dump.progress());
    }

    @Test
    void anErrorAtTheEndOrInsteadFailsIt() {
        dump.take(message(Message.DONE, FLAG_MULTI, -12));
        assertEquals(Progress.FAILED, dump.progress());
        assertEquals(12, dump.errno());
        var refused = new Dump(PORT, 8);
        refused.take(message(Message.ERROR, 0, -1));
        assertEquals(Progress.FAILED, refused.progress());
    }

    @Test
    void oneThatFoundNoRoomAtFirstGoesOn() {
        dump.take(message(Message.ERROR, 0, -105));
        assertEquals(Progress.RUNNING, dump.progress());
    }

    @Test
    void noticesOfOthersAndOfOtherRequestsAreNotItsParts() {
        var payload = ByteBuffer.allocate(4);
        assertTrue(dump.owns(new Message(NEWADDR, 0, 8, PORT, payload)));
        assertFalse(dump.owns(new Message(NEWADDR, 0, 8, PORT + 1, payload)));
        assertFalse(dump.owns(new Message(NEWADDR, 0, 9, PORT, payload)));
    }

    /** A kernel without IPv6 answers a question for its rules so, at the end or instead; one without rules instead. */
    @Test
    void oneOfATableThatTheKernelDoesNotHaveIsCompleteAndEmpty() {
        for (int type : new int[] {Message.DONE, Message.ERROR}) {
            for (int errno : new int[] {97, 95}) {
                var rules = new Dump(PORT, 8, RouteLoop.NO_RULES);
                rules.take(message(type, 0, -errno));
                assertEquals(Progress.COMPLETE, rules.progress(), errno + " in " + type);
                assertEquals(List.of(), rules.parts());
            }
        }
        var broken = new Dump(PORT, 8, RouteLoop.NO_RULES);
        broken.take(message(Message.ERROR, 0, -12));
        assertEquals(Progress.FAILED, broken.progress());
        dump.take(message(Message.ERROR, 0, -97));
        assertEquals(Progress.FAILED, dump.progress(), "links and addresses there are always");
    }

    /** No kernel has rules of DECnet any more; it answers as one without IPv6 does of those. */
    @Test
    void theKernelSaysSo() {
        var sys = SystemCalls.load();
        try (var socket = NetlinkSocket.open(sys, 0, 0, 1 << 16)) {
            var question = new MessageWriter(64);
            question.begin(GETRULE, FLAG_REQUEST_DUMP, 8)
                    .octet(DECNET)
                    .zeros(11)
                    .end();
            assertEquals(0, socket.send(question.datagram()));
            var rules = new Dump(socket.port(), 8, RouteLoop.NO_RULES);
            while (rules.progress() == Progress.RUNNING) {
                if (socket.receive() == NetlinkSocket.Reception.NOTHING) {
                    assertTrue(new PollSet(sys, socket.fd()).await(60_000), "an answer");
                } else {
                    socket.messages().forEach(rules::take);
                }
            }
            assertEquals(Progress.COMPLETE, rules.progress(), "errno " + rules.errno());
        }
    }
}
