package io.keepsake.daemon.probe;

import java.nio.ByteBuffer;
import javax.net.ssl.SNIServerName;
import org.jspecify.annotations.Nullable;

/** What is said on a connection, without I/O; used again from check to check. */
interface Dialogue {

    /** The name that TLS tells the server this time; null for none. */
    default @Nullable SNIServerName serverName() {
        return null;
    }

    /** Begins anew, on a connection that stands. */
    Reply begin();

    /** Takes all that came. */
    Reply heard(ByteBuffer bytes);

    /** The server ended its side; {@link Reply#MORE} is over then, too, and means that it should not have. */
    Reply ended();

    /** What is waited for, for people. */
    String waitsFor();

    /** The check is over, or was given up: lets go of what it holds. */
    default void over(boolean passed) {}
}
