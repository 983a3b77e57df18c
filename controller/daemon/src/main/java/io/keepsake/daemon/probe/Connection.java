package io.keepsake.daemon.probe;

import io.keepsake.daemon.sys.SocketKind;
import io.keepsake.daemon.sys.Sockets;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The TCP socket of one check, and what still waits to be sent on it; used again from check to check. */
final class Connection {
    private static final byte[] NOTHING = new byte[0];
    private static final int CLOSED = -1;

    private final Sockets sockets;
    private int fd = CLOSED;
    private int wanted;
    private byte[] output = NOTHING;
    private int sent;
    private @Nullable Target target;

    Connection(Sockets sockets) {
        this.sockets = sockets;
    }

    boolean isOpen() {
        return fd != CLOSED;
    }

    /** Begins to connect; false when that is not even possible, and {@code target} knows why. */
    boolean open(Target target, long token) {
        this.target = target;
        fd = target.open(SocketKind.STREAM);
        wanted = Sockets.WRITABLE;
        return fd >= 0 && target.watched(sockets.watch(fd, wanted, token));
    }

    /** Why the connection was not made; 0 when it was. */
    int connectError(int events) {
        return (events & Sockets.BROKEN) == 0 ? 0 : sockets.takeError(fd);
    }

    /** Receives once: bytes in {@link #received}, 0 at the end of the stream, or {@code -errno}. */
    int receive() {
        return sockets.receive(fd);
    }

    ByteBuffer received() {
        return sockets.received();
    }

    /** Leaves {@code bytes} to be sent after what waits already. */
    void add(byte[] bytes) {
        int waiting = output.length - sent;
        if (waiting == 0) {
            output = bytes;
        } else {
            var joined = Arrays.copyOfRange(output, sent, output.length + bytes.length);
            System.arraycopy(bytes, 0, joined, waiting, bytes.length);
            output = joined;
        }
        sent = 0;
    }

    /** Sends what can be sent; {@code -errno}, or 0. */
    int flush() {
        while (sent < output.length) {
            int count = sockets.send(fd, output, sent, output.length - sent);
            if (count < 0) {
                return Errno.later(-count) ? 0 : count;
            }
            sent += count;
        }
        return 0;
    }

    /** Whether nothing waits to be sent. */
    boolean flushed() {
        return sent == output.length;
    }

    /** Asks to be told of what there is to do. */
    void await(long token) {
        int events = Sockets.READABLE | (flushed() ? 0 : Sockets.WRITABLE);
        if (wanted != events && fd != CLOSED) {
            wanted = events;
            sockets.watchAnew(fd, events, token);
        }
    }

    /** Sends nothing any more, and asks to be told of what comes and of the end. */
    void awaitEnd(long token) {
        output = NOTHING;
        sent = 0;
        await(token);
    }

    /** Closes after the server's end: nothing is lost by that, and no port is kept busy. */
    void closeEnded() {
        if (fd != CLOSED && target != null) {
            target.ended(fd);
        }
        close();
    }

    void close() {
        output = NOTHING;
        sent = 0;
        if (fd != CLOSED) {
            sockets.close(fd);
            fd = CLOSED;
        }
    }
}
