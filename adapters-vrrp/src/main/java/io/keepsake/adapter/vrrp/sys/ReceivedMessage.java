package io.keepsake.adapter.vrrp.sys;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
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
    private static final int NAME_LENGTH_AT = 8;
    private static final int NAME_MAX = 28; // struct sockaddr_in6
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_LENGTH_AT = 40;
    private static final int CMSG_HEADER = 16;

    private static final Ip NOWHERE = new Ip(Family.IPV6, 0, 0);

    private final Pointer header;
    private final Pointer vector;
    private final Pointer name;
    private final Pointer control;
    private final int controlMax;

    ReceivedMessage(Runtime runtime, Pointer buffer, int bufferLength, int controlMax) {
        this.header = Memory.allocateDirect(runtime, 56, true);
        this.vector = Memory.allocateDirect(runtime, 16, true);
        this.name = Memory.allocateDirect(runtime, NAME_MAX, true);
        this.control = Memory.allocateDirect(runtime, controlMax, true);
        this.controlMax = controlMax;
        vector.putAddress(0, buffer.address());
        vector.putLong(8, bufferLength);
        header.putAddress(0, name.address());
        header.putAddress(16, vector.address());
        header.putLong(24, 1);
        header.putAddress(CONTROL_AT, control.address());
    }

    Pointer header() {
        return header;
    }

    /** Makes room again: the kernel writes how much it used over how much there is. */
    void reset() {
        header.putInt(NAME_LENGTH_AT, NAME_MAX);
        header.putLong(CONTROL_LENGTH_AT, controlMax);
    }

    /** The sender of an IPv6 packet. */
    Ip from() {
        return ip(name, 8);
    }

    /** Where an IPv6 packet was sent to, by {@code IPV6_RECVPKTINFO}; {@code ::} without it. */
    Ip to() {
        long at = find(Linux.SOL_IPV6, Linux.IPV6_PKTINFO);
        return at < 0 ? NOWHERE : ip(control, at);
    }

    /** The hop limit of an IPv6 packet, by {@code IPV6_RECVHOPLIMIT}; 0 without it. */
    int hopLimit() {
        long at = find(Linux.SOL_IPV6, Linux.IPV6_HOPLIMIT);
        return at < 0 ? 0 : control.getInt(at);
    }

    private static Ip ip(Pointer memory, long at) {
        var bytes = new byte[Family.IPV6.bytes()];
        memory.get(at, bytes, 0, bytes.length);
        return Ip.of(Family.IPV6, bytes, 0);
    }

    /** The stamp of {@code SO_TIMESTAMPNS} in nanoseconds, or 0 without one. */
    long stampNanos() {
        long at = find(Linux.SOL_SOCKET, Linux.SO_TIMESTAMPNS);
        return at < 0 ? 0 : control.getLong(at) * 1_000_000_000 + control.getLong(at + 8);
    }

    /** Where the data of this control message begins, or -1 without one. */
    private long find(int level, int type) {
        long used = header.getLong(CONTROL_LENGTH_AT);
        long at = 0;
        while (at + CMSG_HEADER <= used && control.getLong(at) >= CMSG_HEADER) {
            if (control.getInt(at + 8) == level && control.getInt(at + 12) == type) {
                return at + CMSG_HEADER;
            }
            at += (control.getLong(at) + 7) & ~7L;
        }
        return -1;
    }
}
