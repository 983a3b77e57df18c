package io.keepsake.daemon.probe.wire;

import java.nio.ByteBuffer;

/**
 * An ICMP or ICMPv6 echo.
 *
 * <pre>
 *   0      1      2 3        4 5   6 7        8 .. 15   16 .. 55
 *   type   code   checksum   id    sequence   token     the alphabet
 * </pre>
 */
public final class EchoPacket {
    private static final int BYTES = 56;
    private static final int TOKEN_AT = 8;
    private static final int REQUEST_V4 = 8;
    private static final int REPLY_V4 = 0;
    private static final int REQUEST_V6 = 128;
    private static final int REPLY_V6 = 129;

    private EchoPacket() {}

    /** A request; its checksum holds for IPv4, for IPv6 the kernel makes one. */
    public static byte[] request(boolean ipv6, int id, int sequence, long token) {
        var packet = ByteBuffer.allocate(BYTES);
        packet.put((byte) (ipv6 ? REQUEST_V6 : REQUEST_V4)).put((byte) 0).putShort((short) 0);
        packet.putShort((short) id).putShort((short) sequence).putLong(token);
        for (int i = TOKEN_AT + 8; i < BYTES; i++) {
            packet.put((byte) ('a' + i % 26));
        }
        return packet.putShort(2, (short) checksum(packet)).array();
    }

    private static int checksum(ByteBuffer packet) {
        int sum = 0;
        for (int i = 0; i < BYTES; i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        sum = (sum >>> 16) + (sum & 0xffff);
        return ~(sum + (sum >>> 16)) & 0xffff;
    }

    /**
     * Whether {@code message} is the reply to a request.
     *
     * @param withIpHeader whether the IPv4 header stands before it, as raw sockets give it
     * @param id -1 when the kernel has seen to it
     */
    public static boolean replies(
            ByteBuffer message, boolean ipv6, boolean withIpHeader, int id, int sequence, long token) {
        int at = message.position() + (withIpHeader ? headerBytes(message) : 0);
        return message.limit() - at >= TOKEN_AT + 8
                && message.get(at) == (byte) (ipv6 ? REPLY_V6 : REPLY_V4)
                && (id < 0 || (message.getShort(at + 4) & 0xffff) == id)
                && (message.getShort(at + 6) & 0xffff) == sequence
                && message.getLong(at + TOKEN_AT) == token;
    }

    private static int headerBytes(ByteBuffer message) {
        return message.hasRemaining() ? (message.get(message.position()) & 0xf) * 4 : 0;
    }
}
