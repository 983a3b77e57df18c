package io.keepsake.daemon.probe.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SmallFormsTest {
    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    @Test
    void hexPatterns() {
        var pattern = HexPattern.parse("0a Xf\nf0").orElseThrow();
        assertTrue(pattern.begins(buffer("0a3ff0")));
        assertTrue(pattern.begins(buffer("0abff099")));
        assertFalse(pattern.begins(buffer("0a3ef0")));
        assertFalse(pattern.begins(buffer("0a3f")));
        assertTrue(HexPattern.parse("").orElseThrow().begins(buffer("")));
        assertTrue(HexPattern.parse("abc").isEmpty());
        assertTrue(HexPattern.parse("zz").isEmpty());
    }

    /** The one's complement sum over a packet with its checksum is all ones, RFC 1071. */
    @Test
    void echoRequestsHaveARightChecksum() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 1_000; i++) {
            var packet = ByteBuffer.wrap(EchoPacket.request(false, random.nextInt(65_536), i, random.nextLong()));
            int sum = 0;
            while (packet.hasRemaining()) {
                sum += packet.getShort() & 0xffff;
            }
            while (sum >>> 16 != 0) {
                sum = (sum & 0xffff) + (sum >>> 16);
            }
            assertEquals(0xffff, sum);
        }
    }

    @Test
    void echoRepliesAreOnlyOurs() {
        var reply = ByteBuffer.wrap(EchoPacket.request(false, 7, 9, 1234));
        assertFalse(EchoPacket.replies(reply, false, false, 7, 9, 1234), "a request is no reply");
        reply.put(0, (byte) 0);
        assertTrue(EchoPacket.replies(reply, false, false, 7, 9, 1234));
        assertTrue(EchoPacket.replies(reply, false, false, -1, 9, 1234));
        assertFalse(EchoPacket.replies(reply, false, false, 8, 9, 1234));
        assertFalse(EchoPacket.replies(reply, false, false, 7, 8, 1234));
        assertFalse(EchoPacket.replies(reply, false, false, 7, 9, 1235));
        for (int length = 0; length < 16; length++) {
            assertFalse(EchoPacket.replies(reply.slice(0, length), false, false, 7, 9, 1234));
            assertFalse(EchoPacket.replies(reply.slice(0, length), false, true, 7, 9, 1234));
        }
    }

    @Test
    void dnsNames() {
        assertNull(DnsMessage.question("A", "a..b"));
        assertNull(DnsMessage.question("A", "x".repeat(64)));
        assertNull(DnsMessage.question("A", ("x".repeat(60) + ".").repeat(5)));
        assertNull(DnsMessage.question("PTR", "."));
        assertFalse(DnsMessage.answers(buffer("000080000000000000"), 0), "too short");
    }

    @Test
    void printable() {
        assertEquals("as it is", Printable.detail("as it is"));
        assertEquals("a?b?c", Printable.detail("a\nb\u202ec"));
        assertEquals(Printable.DETAIL_MAX, Printable.detail("x".repeat(500)).length());
        var pairs = Printable.detail("\ud83d\ude00".repeat(500));
        assertTrue(pairs.length() <= Printable.DETAIL_MAX && pairs.endsWith("..."), pairs);
        assertFalse(Character.isHighSurrogate(pairs.charAt(pairs.length() - 4)), pairs);
        assertEquals("\"ab...\"", Printable.quoted("abcdefghi", 5));
    }
}
