package io.keepsake.daemon.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * The client's side of one TLS session, without I/O: what came from the wire goes in, what must go to the wire is taken
 * out. Its computing is done where it is called, so it belongs to a thread that may spend milliseconds.
 */
final class TlsSession {
    /** An alert "unrecognized_name" that is only a warning, which has no other form before the session stands. */
    private static final byte[] UNKNOWN_NAME = {21, 3, 3, 0, 2, 1, 112};

    /** What a server may send in all, records and handshake: a header, a body, and as much again. */
    private static final long WIRE_MAX = 4L << 20;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteBuffer plain;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteBuffer in = NOTHING;
    private long taken;
    private boolean established;
    private boolean ended;

    /** @param plain where each record is decrypted to, shared with other sessions of the thread */
    TlsSession(SSLEngine engine, ByteBuffer plain) {
        this.engine = engine;
        this.plain = plain;
    }

    /** Begins the handshake. */
    void begin() throws SSLException {
        engine.beginHandshake();
        next();
    }

    /** Whether the handshake is over. */
    boolean established() {
        return established;
    }

    /** Whether the server has said that it says no more. */
    boolean ended() {
        return ended;
    }

    /** Takes what came from the wire, behind what is left of a record that is not complete. */
    void take(ByteBuffer wire) throws SSLException {
        taken += wire.remaining();
        if (taken > WIRE_MAX) {
            throw new SSLException("more than 4 MiB came in one session");
        }
        in = ByteBuffer.allocate(in.remaining() + wire.remaining())
                .put(in)
                .put(wire)
                .flip();
    }

    /** Goes on as far as what came allows, or until there is plain text: then true, and it is in {@link #plain}. */
    boolean next() throws SSLException {
        plain.clear();
        boolean more = true;
        while (more && plain.position() == 0) {
            more = switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> compute();
                case NEED_WRAP -> wrap(NOTHING);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> unwrap();
            };
        }
        plain.flip();
        in = in.hasRemaining() ? in : NOTHING;
        return plain.hasRemaining();
    }

    /** The plain text of one record. */
    ByteBuffer plain() {
        return plain;
    }

    private boolean compute() {
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return true;
    }

    /**
     * A server that does not know the name goes on with its usual certificate after such a warning (RFC 6066 3), and
     * OpenSSL passes over it; the JDK would end the session.
     */
    private void skipUnknownName() {
        int length = UNKNOWN_NAME.length;
        if (!established && in.remaining() >= length) {
            var head = new byte[length];
            in.get(in.position(), head);
            head[2] = UNKNOWN_NAME[2];
            in.position(Arrays.equals(head, UNKNOWN_NAME) ? in.position() + length : in.position());
        }
    }

    private boolean unwrap() throws SSLException {
        skipUnknownName();
        if (ended || !in.hasRemaining()) {
            return false;
        }
        var result = engine.unwrap(in, plain);
        note(result);
        ended |= result.getStatus() == Status.CLOSED;
        return result.getStatus() == Status.OK;
    }

    private boolean wrap(ByteBuffer source) throws SSLException {
        var record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        var result = engine.wrap(source, record);
        note(result);
        out.write(record.array(), 0, record.position());
        return result.getStatus() == Status.OK;
    }

    private void note(SSLEngineResult result) throws SSLException {
        established |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw new SSLException("a record is longer than TLS allows");
        }
    }

    /** Encrypts {@code bytes}; only when established. */
    void say(byte[] bytes) throws SSLException {
        var source = ByteBuffer.wrap(bytes);
        boolean more = true;
        while (more && source.hasRemaining()) {
            more = wrap(source);
        }
    }

    /** What must go to the wire now; once. */
    byte[] output() {
        var bytes = out.toByteArray();
        out.reset();
        return bytes;
    }
}
