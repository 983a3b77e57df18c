package io.keepsake.daemon.probe;

import io.keepsake.core.event.CheckFailure;
import io.keepsake.daemon.probe.wire.EchoPacket;
import io.keepsake.daemon.sys.SocketKind;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** PING_CHECK: an echo reply with our id, sequence number and token. */
final class EchoQuery implements Query {
    private final boolean ipv6;
    private SocketKind kind = SocketKind.ECHO;
    private int id;
    private int sequence;
    private long token;

    EchoQuery(boolean ipv6) {
        this.ipv6 = ipv6;
    }

    @Override
    public byte[] ask(SocketKind over) {
        kind = over;
        var random = ThreadLocalRandom.current();
        id = random.nextInt(1 << 16);
        token = random.nextLong();
        sequence = sequence + 1 & 0xffff;
        return EchoPacket.request(ipv6, id, sequence, token);
    }

    @Override
    public Reply heard(ByteBuffer datagram) {
        boolean raw = kind == SocketKind.RAW_ECHO;
        return EchoPacket.replies(datagram, ipv6, raw && !ipv6, raw ? id : -1, sequence, token)
                ? new Reply.Passed("echo reply")
                : Reply.MORE;
    }

    @Override
    public Reply.End silence() {
        return new Reply.Failed(CheckFailure.TIMEOUT, "no echo reply");
    }
}
