package io.keepsake.adapter.netlink.wire;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes netlink messages back to back into one datagram. They are written into an array, which a JVM that just started
 * does several times faster than into a direct buffer: the first datagrams of a director are its longest.
 */
public final class MessageWriter {
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final byte[] bytes;
    private final ByteBuffer datagram;
    private int at;
    private int messageAt;

    public MessageWriter(int capacityBytes) {
        bytes = new byte[capacityBytes];
        datagram = ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.nativeOrder());
    }

    public MessageWriter clear() {
        at = 0;
        return this;
    }

    public boolean isEmpty() {
        return at == 0;
    }

    /** Bytes left for further messages. */
    public int room() {
        return bytes.length - at;
    }

    /** What was written, from position 0 to the limit of a direct buffer; valid until it is called again. */
    public ByteBuffer datagram() {
        datagram.clear().put(0, bytes, 0, at);
        return datagram.slice(0, at);
    }

    /** Begins a message; {@link #end} completes it. */
    public MessageWriter begin(int type, int flags, int sequence) {
        messageAt = at;
        number(0);
        half(type);
        half(flags);
        number(sequence);
        return number(0);
    }

    public MessageWriter octet(int value) {
        bytes[at++] = (byte) value;
        return this;
    }

    /** Four bytes in native order. */
    public MessageWriter number(int value) {
        place(at, value);
        at += Integer.BYTES;
        return this;
    }

    private void half(int value) {
        placeHalf(at, value);
        at += Short.BYTES;
    }

    private void place(int offset, int value) {
        if (LITTLE) {
            bytes[offset] = (byte) value;
            bytes[offset + 1] = (byte) (value >> 8);
            bytes[offset + 2] = (byte) (value >> 16);
            bytes[offset + 3] = (byte) (value >> 24);
        } else {
            placeInNetworkOrder(offset, value);
        }
    }

    private void placeInNetworkOrder(int offset, int value) {
        bytes[offset] = (byte) (value >> 24);
        bytes[offset + 1] = (byte) (value >> 16);
        bytes[offset + 2] = (byte) (value >> 8);
        bytes[offset + 3] = (byte) value;
    }

    private void placeHalf(int offset, int value) {
        bytes[offset] = (byte) (LITTLE ? value : value >> 8);
        bytes[offset + 1] = (byte) (LITTLE ? value >> 8 : value);
    }

    public MessageWriter zeros(int count) {
        for (int i = 0; i < count; i++) {
            bytes[at++] = 0;
        }
        return this;
    }

    private void header(int type, int valueBytes) {
        half(Integer.BYTES + valueBytes);
        half(type);
    }

    public MessageWriter attribute(int type, byte[] value) {
        header(type, value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        at += value.length;
        return zeros(Message.align(value.length) - value.length);
    }

    /** An attribute of numbers of four bytes each, in native order. */
    public MessageWriter attribute(int type, int... values) {
        header(type, values.length * Integer.BYTES);
        for (int value : values) {
            number(value);
        }
        return this;
    }

    /** An attribute of four bytes in native order. */
    public MessageWriter attribute(int type, int value) {
        header(type, Integer.BYTES);
        return number(value);
    }

    /** An attribute of four bytes in network order. */
    public MessageWriter inNetworkOrder(int type, int value) {
        header(type, Integer.BYTES);
        placeInNetworkOrder(at, value);
        at += Integer.BYTES;
        return this;
    }

    /** An attribute of two bytes in native order. */
    public MessageWriter attribute(int type, short value) {
        header(type, Short.BYTES);
        half(value);
        return zeros(Short.BYTES);
    }

    /** An attribute of one byte. */
    public MessageWriter attribute(int type, byte value) {
        header(type, 1);
        return octet(value).zeros(3);
    }

    /** An attribute of a text in UTF-8 and a zero byte. */
    public MessageWriter attribute(int type, String text) {
        return attribute(type, (text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** An attribute that has room for an address of either family; zeros stand behind one of IPv4. */
    public MessageWriter attribute(int type, Ip address) {
        header(type, Family.IPV6.bytes());
        if (address.family() == Family.IPV4) {
            placeInNetworkOrder(at, (int) address.low());
            at += Family.IPV4.bytes();
            return zeros(Family.IPV6.bytes() - Family.IPV4.bytes());
        }
        address.write(bytes, at);
        at += Family.IPV6.bytes();
        return this;
    }

    /** An attribute of two bytes in network order. */
    public MessageWriter port(int type, int port) {
        header(type, Short.BYTES);
        return octet(port >> 8).octet(port).zeros(Short.BYTES);
    }

    /** Begins an attribute that is made of attributes; {@link #endNest} completes it, given what this returns. */
    public int beginNest(int type) {
        int nest = at;
        header(type, 0);
        return nest;
    }

    /** Begins one of several next hops: a header of its own, then attributes; {@link #endNest} completes it. */
    public int beginHop(int flags, int weight, int linkIndex) {
        int hop = at;
        half(0);
        octet(flags).octet(weight).number(linkIndex);
        return hop;
    }

    public MessageWriter endNest(int nest) {
        placeHalf(nest, at - nest);
        return this;
    }

    /** Asks the kernel to acknowledge the message begun last. */
    public void acknowledge() {
        bytes[messageAt + (LITTLE ? 6 : 7)] |= (byte) Message.FLAG_ACK;
    }

    public void end() {
        place(messageAt, at - messageAt);
    }
}
