package io.keepsake.core.value;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address. Ordered as VRRP orders routers: by the bytes, unsigned, in network order (RFC 9568 6.4.3);
 * all IPv4 addresses come before all IPv6 addresses.
 *
 * @param high the upper 64 bits of an IPv6 address, 0 for IPv4
 * @param low the lower 64 bits of an IPv6 address, or the 32 bits of an IPv4 address
 */
public record Ip(Family family, long high, long low) implements Comparable<Ip> {

    public Ip {
        if (family == Family.IPV4 && (high != 0 || low >>> 32 != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits, was " + high + ":" + low);
        }
    }

    /** The IPv4 address with these 32 bits. */
    public static Ip v4(int bits) {
        return new Ip(Family.IPV4, 0, bits & 0xffff_ffffL);
    }

    /** The address in the 4 or 16 bytes of {@code bytes} at {@code offset}. */
    public static Ip of(Family family, byte[] bytes, int offset) {
        return switch (family) {
            case IPV4 -> new Ip(family, 0, number(bytes, offset, 4));
            case IPV6 -> new Ip(family, number(bytes, offset, 8), number(bytes, offset + 8, 8));
        };
    }

    private static long number(byte[] bytes, int offset, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }

    /**
     * The address that {@code text} writes.
     *
     * @throws IllegalArgumentException when it writes none; {@link #tryParse} for text that people typed
     */
    public static Ip parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not an IP address: " + text));
    }

    /** The address that {@code text} writes in dotted or colon form, or nothing. No host names, no zones. */
    public static Optional<Ip> tryParse(String text) {
        return text.indexOf(':') >= 0 ? IpText.parseV6(text) : IpText.parseV4(text);
    }

    /** The address in network order, 4 or 16 bytes. */
    public byte[] bytes() {
        var bytes = new byte[family.bytes()];
        write(bytes, 0);
        return bytes;
    }

    /** Writes the address in network order into {@code target} at {@code offset}. */
    public void write(byte[] target, int offset) {
        int length = family.bytes();
        for (int i = 0; i < length; i++) {
            long word = length - i > 8 ? high : low;
            target[offset + i] = (byte) (word >>> (length - i - 1) % 8 * 8);
        }
    }

    /** Whether this is a group address: 224.0.0.0/4 or ff00::/8. */
    public boolean isMulticast() {
        return family == Family.IPV4 ? low >>> 28 == 0xe : high >>> 56 == 0xff;
    }

    /** Whether this is a multicast group of one link alone: of scope 2, or 224.0.0.0/24. */
    public boolean isOfLink() {
        return family == Family.IPV4 ? low >>> 8 == 0xe0_0000 : isMulticast() && (high >>> 48 & 0xf) == 2;
    }

    /** Whether this is a unicast address of one link alone: fe80::/10, or 169.254.0.0/16. */
    public boolean isLinkLocal() {
        return family == Family.IPV4 ? low >>> 16 == 0xa9fe : high >>> 54 == 0x3fa;
    }

    // Looked up and compared for every packet; what the compiler makes of a record goes through method handles.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ip ip && low == ip.low && high == ip.high && family == ip.family;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low) * 31 + Long.hashCode(high);
    }

    @Override
    public int compareTo(Ip other) {
        int byFamily = family.compareTo(other.family);
        int byHigh = Long.compareUnsigned(high, other.high);
        return byFamily != 0 ? byFamily : byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** The usual text: dotted decimal, or RFC 5952. */
    @Override
    public String toString() {
        return family == Family.IPV4 ? IpText.printV4(low) : IpText.printV6(high, low);
    }
}
