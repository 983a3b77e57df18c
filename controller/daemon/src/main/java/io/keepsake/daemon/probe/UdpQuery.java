package io.keepsake.daemon.probe;

import io.keepsake.core.config.Check;
import io.keepsake.core.event.CheckFailure;
import io.keepsake.daemon.probe.wire.HexPattern;
import io.keepsake.daemon.sys.SocketKind;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * UDP_CHECK: without {@code require_reply} anything but an error is right, silence too: that the port is closed, or that
 * the host or its network cannot be reached, as a router or the kernel's own search for the neighbour says. With it the
 * first reply must be as it says.
 */
final class UdpQuery implements Query {
    private final Check.Udp check;
    private final byte[] payload;
    private final HexPattern reply;

    private UdpQuery(Check.Udp check, byte[] payload, HexPattern reply) {
        this.check = check;
        this.payload = payload;
        this.reply = reply;
    }

    /** The question, or null when its hexadecimal is none. */
    static @Nullable UdpQuery of(Check.Udp check) {
        var payload = HexPattern.parse(check.payload());
        var reply = HexPattern.parse(check.reply());
        return payload.isEmpty() || reply.isEmpty()
                ? null
                : new UdpQuery(check, payload.get().bytes(), reply.get());
    }

    @Override
    public byte[] ask(SocketKind kind) {
        return payload;
    }

    @Override
    public Reply heard(ByteBuffer datagram) {
        int length = datagram.remaining();
        if (!check.requireReply()) {
            return new Reply.Passed("a reply of " + length + " bytes");
        }
        if (length < check.minReply() || length > check.maxReply()) {
            return new Reply.Failed(
                    CheckFailure.REPLY,
                    "a reply of " + length + " bytes, expected " + check.minReply() + " to " + check.maxReply());
        }
        return reply.begins(datagram)
                ? new Reply.Passed("the reply required")
                : new Reply.Failed(CheckFailure.REPLY, "another reply than the one required");
    }

    @Override
    public Reply.End silence() {
        return check.requireReply()
                ? new Reply.Failed(CheckFailure.TIMEOUT, "no reply")
                : new Reply.Passed("nothing says that the port is closed or the host unreachable");
    }
}
