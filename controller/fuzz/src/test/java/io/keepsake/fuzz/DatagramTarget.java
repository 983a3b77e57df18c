package io.keepsake.fuzz;

import io.keepsake.daemon.probe.wire.DnsMessage;
import io.keepsake.daemon.probe.wire.EchoPacket;
import io.keepsake.daemon.probe.wire.HexPattern;
import io.keepsake.daemon.probe.wire.Printable;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What comes back from a datagram: DNS, echo, and bytes of a pattern, which the text behind the first byte also is. */
public final class DatagramTarget {
    private DatagramTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length > 0) {
            var bytes = Arrays.copyOfRange(input, 1, input.length);
            Bounds.check(bytes.length, 65_536, 1_024, () -> read(bytes, input[0]));
        }
    }

    private static void read(byte[] bytes, int flags) {
        var message = ByteBuffer.wrap(bytes);
        if (DnsMessage.answers(message, 0x1234)) {
            int rcode = DnsMessage.rcode(message);
            if (rcode < 0 || rcode > 15 || DnsMessage.text(rcode).isEmpty()) {
                throw new AssertionError("rcode " + rcode);
            }
        }
        EchoPacket.replies(message, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0 ? -1 : 7, 1, 2);
        var text = Text.of(bytes);
        DnsMessage.question("A", text);
        HexPattern.parse(text).ifPresent(pattern -> {
            if (!pattern.begins(ByteBuffer.wrap(pattern.bytes()))) {
                throw new AssertionError("a pattern does not begin with itself: " + text);
            }
            pattern.begins(message);
        });
        var detail = Printable.detail(text);
        if (detail.length() > Printable.DETAIL_MAX || detail.chars().anyMatch(Character::isISOControl)) {
            throw new AssertionError("a detail says: " + detail);
        }
    }
}
