package io.keepsake.core.value;

import java.util.Comparator;
import java.util.Optional;

/**
 * An address and a port: {@code 192.168.181.140:80}, {@code [fd00::1]:80}.
 *
 * @param port 0 to 65535; 0 means every port
 */
public record Endpoint(Ip ip, int port) implements Comparable<Endpoint> {
    private static final Comparator<Endpoint> ORDER =
            Comparator.comparing(Endpoint::ip).thenComparingInt(Endpoint::port);

    public Endpoint {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0..65535, was " + port);
        }
    }

    /**
     * The endpoint that {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when {@code text} is none
     */
    public static Endpoint parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not an address and a port: " + text));
    }

    /** The endpoint that {@code text} writes, or nothing. */
    public static Optional<Endpoint> tryParse(String text) {
        int colon = text.lastIndexOf(':');
        long number = colon < 0 ? -1 : Digits.parse(text.substring(colon + 1), 5);
        if (number < 0 || number > 65_535) {
            return Optional.empty();
        }
        int port = (int) number;
        var address = text.substring(0, colon);
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        var ip = Ip.tryParse(bracketed ? address.substring(1, address.length() - 1) : address);
        return ip.filter(i -> bracketed == (i.family() == Family.IPV6)).map(i -> new Endpoint(i, port));
    }

    @Override
    public int compareTo(Endpoint other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return ip.family() == Family.IPV6 ? "[" + ip + "]:" + port : ip + ":" + port;
    }
}
