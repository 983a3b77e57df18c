package io.keepsake.adapter.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One netlink message: the header of 16 bytes (length, type, flags, sequence, port) and what follows it.
 *
 * @param sequence of the request that this answers or that caused it; 0 when nobody asked
 * @param port of the socket that asked; 0 for the kernel itself
 * @param payload a view of the datagram: it is overwritten with the next one received
 */
public record Message(int type, int flags, int sequence, int port, ByteBuffer payload) {
    /** An acknowledgement, with errno 0 or above. */
    public static final int ERROR = 2;
    /** The end of a dump. */
    public static final int DONE = 3;

    public static final int FLAG_REQUEST = 0x1;
    public static final int FLAG_ACK = 0x4;
    /** The whole table: NLM_F_ROOT and NLM_F_MATCH. */
    public static final int FLAG_DUMP = 0x300;
    /** The table changed while it was being dumped, so that entries may be missing or twice. */
    public static final int FLAG_DUMP_INTERRUPTED = 0x10;
    /** An acknowledgement repeats only the header of the request. */
    public static final int FLAG_CAPPED = 0x100;
    /** Attributes stand behind an acknowledgement. */
    public static final int FLAG_ACK_ATTRIBUTES = 0x200;

    static final int HEADER_BYTES = 16;

    /** The messages of a datagram, from its position to its limit; a damaged one ends the list. */
    public static List<Message> split(ByteBuffer datagram) {
        var bytes = datagram.slice().order(ByteOrder.nativeOrder());
        var messages = new ArrayList<Message>();
        int at = 0;
        while (bytes.limit() - at >= HEADER_BYTES) {
            int length = bytes.getInt(at);
            if (length < HEADER_BYTES || length > bytes.limit() - at) {
                break;
            }
            messages.add(read(bytes, at, length));
            at += Math.min(align(length), bytes.limit() - at);
        }
        return messages;
    }

    private static Message read(ByteBuffer bytes, int at, int length) {
        var payload = bytes.slice(at + HEADER_BYTES, length - HEADER_BYTES).order(ByteOrder.nativeOrder());
        return new Message(
                Short.toUnsignedInt(bytes.getShort(at + 4)),
                Short.toUnsignedInt(bytes.getShort(at + 6)),
                bytes.getInt(at + 8),
                bytes.getInt(at + 12),
                payload);
    }

    /** {@code length} rounded up to four bytes, as messages and attributes are laid out. */
    static int align(int length) {
        return length + 3 & ~3;
    }
}
