package io.keepsake.daemon.probe;

import io.keepsake.core.config.Check;
import io.keepsake.core.event.CheckFailure;
import io.keepsake.daemon.probe.wire.DnsMessage;
import io.keepsake.daemon.sys.SocketKind;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** DNS_CHECK: an answer with the id of the question and rcode 0. */
final class DnsQuery implements Query {
    private final byte[] question;
    private final String text;
    private int id;

    private DnsQuery(byte[] question, String text) {
        this.question = question;
        this.text = text;
    }

    /** The question, or null when there is no such type or name. */
    static @Nullable DnsQuery of(Check.Dns check) {
        var bytes = DnsMessage.question(check.type(), check.name());
        return bytes == null ? null : new DnsQuery(bytes, check.type() + " " + check.name());
    }

    @Override
    public byte[] ask(SocketKind kind) {
        id = ThreadLocalRandom.current().nextInt(1 << 16);
        question[0] = (byte) (id >> 8);
        question[1] = (byte) id;
        return question;
    }

    @Override
    public Reply heard(ByteBuffer datagram) {
        if (!DnsMessage.answers(datagram, id)) {
            return Reply.MORE;
        }
        int rcode = DnsMessage.rcode(datagram);
        var found = text + ": rcode " + DnsMessage.text(rcode);
        return rcode == 0
                ? new Reply.Passed(found)
                : new Reply.Failed(CheckFailure.STATUS, found + ", expected 0 (NOERROR)");
    }

    @Override
    public Reply.End silence() {
        return new Reply.Failed(CheckFailure.TIMEOUT, text + ": no answer");
    }
}
