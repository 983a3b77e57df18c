package io.keepsake.testkit.lab;

import java.time.Instant;

/** An Ethernet frame as a host sent it, with the kernel's time stamp (wall clock, nanoseconds). */
public final class Frame {
    private final Port port;
    private final Instant stamp;
    private final byte[] bytes;

    Frame(Port port, Instant stamp, byte[] bytes) {
        this.port = port;
        this.stamp = stamp;
        this.bytes = bytes;
    }

    /** The host that sent it: the one behind the port where it came in. */
    public Host from() {
        return port.host();
    }

    public Port port() {
        return port;
    }

    public Instant stamp() {
        return stamp;
    }

    /** A copy of the frame from the first byte of the Ethernet header. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
