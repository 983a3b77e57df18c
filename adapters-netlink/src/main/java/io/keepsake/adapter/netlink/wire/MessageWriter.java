package io.keepsake.adapter.netlink.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes netlink messages back to back into one direct buffer, which is then sent as one datagram. */
public final class MessageWriter {
    private final ByteBuffer bytes;
    private int messageAt;

    public MessageWriter(int capacityBytes) {
        bytes = ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.nativeOrder());
    }

    public MessageWriter clear() {
        bytes.clear();
        return this;
    }

    public boolean isEmpty() {
        return bytes.position() == 0;
    }

    /** Bytes left for further messages. */
    public int room() {
        return bytes.remaining();
    }

    /** What was written, from position 0 to the limit; valid until the next {@link #clear}. */
    public ByteBuffer datagram() {
        return bytes.slice(0, bytes.position());
    }

    /** Begins a message; {@link #end} completes it. */
    public MessageWriter begin(int type, int flags, int sequence) {
        messageAt = bytes.position();
        bytes.putInt(0)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(0);
        return this;
    }

    public MessageWriter octet(int value) {
        bytes.put((byte) value);
        return this;
    }

    /** Four bytes in native order. */
    public MessageWriter number(int value) {
        bytes.putInt(value);
        return this;
    }

    public MessageWriter zeros(int count) {
        for (int i = 0; i < count; i++) {
            bytes.put((byte) 0);
        }
        return this;
    }

    public MessageWriter attribute(int type, byte[] value) {
        int length = Integer.BYTES + value.length;
        bytes.putShort((short) length).putShort((short) type).put(value);
        return zeros(Message.align(length) - length);
    }

    /** An attribute of numbers of four bytes each, in native order. */
    public MessageWriter attribute(int type, int... values) {
        bytes.putShort((short) (Integer.BYTES + values.length * Integer.BYTES)).putShort((short) type);
        for (int value : values) {
            bytes.putInt(value);
        }
        return this;
    }

    /** An attribute of two bytes in native order. */
    public MessageWriter attribute(int type, short value) {
        bytes.putShort((short) (Integer.BYTES + Short.BYTES)).putShort((short) type);
        bytes.putShort(value).putShort((short) 0);
        return this;
    }

    /** An attribute of one byte. */
    public MessageWriter attribute(int type, byte value) {
        bytes.putShort((short) (Integer.BYTES + 1)).putShort((short) type).put(value);
        return zeros(3);
    }

    /** An attribute of a text in UTF-8 and a zero byte. */
    public MessageWriter attribute(int type, String text) {
        return attribute(type, (text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** Begins an attribute that is made of attributes; {@link #endNest} completes it, given what this returns. */
    public int beginNest(int type) {
        int at = bytes.position();
        bytes.putShort((short) 0).putShort((short) type);
        return at;
    }

    public MessageWriter endNest(int at) {
        bytes.putShort(at, (short) (bytes.position() - at));
        return this;
    }

    /** Asks the kernel to acknowledge the message begun last. */
    public void acknowledge() {
        bytes.putShort(messageAt + 6, (short) (bytes.getShort(messageAt + 6) | Message.FLAG_ACK));
    }

    public void end() {
        bytes.putInt(messageAt, bytes.position() - messageAt);
    }
}
