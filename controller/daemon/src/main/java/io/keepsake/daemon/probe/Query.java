package io.keepsake.daemon.probe;

import io.keepsake.daemon.sys.SocketKind;
import java.nio.ByteBuffer;

/** One datagram and what answers it, without I/O; used again from check to check. */
interface Query {

    /** The datagram of a new check. */
    byte[] ask(SocketKind kind);

    /** Judges a datagram that came; {@link Reply#MORE} for one that is no answer. */
    Reply heard(ByteBuffer datagram);

    /** Nothing that answers came in time. */
    Reply.End silence();
}
