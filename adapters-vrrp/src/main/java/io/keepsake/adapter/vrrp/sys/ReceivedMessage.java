package io.keepsake.adapter.vrrp.sys;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * A {@code struct msghdr} of 64-bit Linux with one buffer and room for control messages, to receive into again and again.
 *
 * <pre>
 * msghdr:  name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48; 56 bytes
 * iovec:   base 0, len 8
 * cmsghdr: len 0 (header included), level 8, type 12, data 16
 * </pre>
 */
final class ReceivedMessage {
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_LENGTH_AT = 40;
    private static final int CMSG_HEADER = 16;

    private final Pointer header;
    private final Pointer vector;
    private final Pointer control;
    private final int controlMax;

    ReceivedMessage(Runtime runtime, Pointer buffer, int bufferLength, int controlMax) {
        this.header = Memory.allocateDirect(runtime, 56, true);
        this.vector = Memory.allocateDirect(runtime, 16, true);
        this.control = Memory.allocateDirect(runtime, controlMax, true);
        this.controlMax = controlMax;
        vector.putAddress(0, buffer.address());
        vector.putLong(8, bufferLength);
        header.putAddress(16, vector.address());
        header.putLong(24, 1);
        header.putAddress(CONTROL_AT, control.address());
    }

    Pointer header() {
        return header;
    }

    /** Makes room again: the kernel writes how much it used over how much there is. */
    void reset() {
        header.putLong(CONTROL_LENGTH_AT, controlMax);
    }

    /** The stamp of {@code SO_TIMESTAMPNS} in nanoseconds, or 0 without one. */
    long stampNanos() {
        long used = header.getLong(CONTROL_LENGTH_AT);
        long at = 0;
        while (at + CMSG_HEADER <= used && control.getLong(at) >= CMSG_HEADER) {
            if (control.getInt(at + 8) == Linux.SOL_SOCKET && control.getInt(at + 12) == Linux.SO_TIMESTAMPNS) {
                return control.getLong(at + 16) * 1_000_000_000 + control.getLong(at + 24);
            }
            at += (control.getLong(at) + 7) & ~7L;
        }
        return 0;
    }
}
