package io.keepsake.adapter.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.Dump.Progress;
import io.keepsake.adapter.netlink.wire.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** A dump ends as the kernel says. */
class DumpTest {
    private static final int PORT = 4711;
    private static final int FLAG_MULTI = 0x2;
    private static final int NEWADDR = 20;

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
}
