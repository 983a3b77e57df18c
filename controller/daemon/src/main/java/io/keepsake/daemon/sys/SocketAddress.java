package io.keepsake.daemon.sys;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import jnr.ffi.Pointer;

/** {@code struct sockaddr_in} and {@code sockaddr_in6}. */
final class SocketAddress {
    static final int LENGTH_MAX = 28;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    private SocketAddress() {}

    static int domain(Family family) {
        return family == Family.IPV6 ? AF_INET6 : AF_INET;
    }

    /** Writes the address to {@code target} and answers its length. */
    static int write(Pointer target, Ip ip, int port, int scope) {
        target.putShort(0, (short) domain(ip.family()));
        target.putByte(2, (byte) (port >> 8));
        target.putByte(3, (byte) port);
        if (ip.family() == Family.IPV4) {
            putBigEndian(target, 4, ip.low() << 32, 4);
            target.putLong(8, 0);
            return 16;
        }
        target.putInt(4, 0);
        putBigEndian(target, 8, ip.high(), 8);
        putBigEndian(target, 16, ip.low(), 8);
        target.putInt(24, scope);
        return LENGTH_MAX;
    }

    private static void putBigEndian(Pointer target, int at, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            target.putByte(at + i, (byte) (value >>> (56 - 8 * i)));
        }
    }
}
