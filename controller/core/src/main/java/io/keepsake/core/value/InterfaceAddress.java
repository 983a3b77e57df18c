package io.keepsake.core.value;

import java.util.Comparator;

/** An address with the length of its network, as it stands on an interface: {@code 192.168.181.100/32}. */
public record InterfaceAddress(Ip ip, int prefixLength) implements Comparable<InterfaceAddress> {
    private static final Comparator<InterfaceAddress> ORDER =
            Comparator.comparing(InterfaceAddress::ip).thenComparingInt(InterfaceAddress::prefixLength);

    public InterfaceAddress {
        if (prefixLength < 0 || prefixLength > ip.family().bits()) {
            throw new IllegalArgumentException(
                    "prefix length of " + ip + " must be 0.." + ip.family().bits() + ", was " + prefixLength);
        }
    }

    /** Reads {@code 10.0.0.1/24}; without a length the whole address is the network (/32 or /128). */
    public static InterfaceAddress parse(String text) {
        int slash = text.indexOf('/');
        var ip = Ip.parse(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return new InterfaceAddress(ip, ip.family().bits());
        }
        int length = (int) Digits.parse(text.substring(slash + 1), 3);
        if (length < 0) {
            throw new IllegalArgumentException("expected an address such as 10.0.0.1/24, found " + text);
        }
        return new InterfaceAddress(ip, length);
    }

    /** Whether it says which network its interface is on: not one that stands for itself (/32 or /128). */
    public boolean isNetwork() {
        return prefixLength < ip.family().bits();
    }

    @Override
    public int compareTo(InterfaceAddress other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return ip + "/" + prefixLength;
    }
}
