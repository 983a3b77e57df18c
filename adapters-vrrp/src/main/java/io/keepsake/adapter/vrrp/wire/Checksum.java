package io.keepsake.adapter.vrrp.wire;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;

/** The Internet checksum (RFC 1071): a sum of 16-bit words that is added up in parts and folded at the end. */
final class Checksum {
    private Checksum() {}

    /** Adds the bytes to {@code sum}, as big-endian words; an odd last byte counts as the upper half of a word. */
    static long add(long sum, byte[] bytes, int offset, int length) {
        int even = offset + (length & ~1);
        for (int i = offset; i < even; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff;
        }
        return (length & 1) == 0 ? sum : sum + ((bytes[even] & 0xff) << 8);
    }

    /** The checksum that belongs to {@code sum}; 0 when the summed bytes held their own right checksum. */
    static int fold(long sum) {
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    /**
     * The sum of the pseudo header of both families: source, destination, protocol and length of the upper layer (RFC 793
     * 3.1, RFC 8200 8.1).
     */
    static long pseudoHeader(Ip source, Ip destination, int protocol, int length) {
        return words(source) + words(destination) + protocol + length;
    }

    private static long words(Ip ip) {
        long low = (ip.low() >>> 16 & 0xffff) + (ip.low() & 0xffff);
        return ip.family() == Family.IPV4
                ? low
                : low
                        + (ip.low() >>> 48)
                        + (ip.low() >>> 32 & 0xffff)
                        + (ip.high() >>> 48)
                        + (ip.high() >>> 32 & 0xffff)
                        + (ip.high() >>> 16 & 0xffff)
                        + (ip.high() & 0xffff);
    }
}
