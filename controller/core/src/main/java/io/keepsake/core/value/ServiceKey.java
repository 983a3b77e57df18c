package io.keepsake.core.value;

import java.util.Comparator;
import java.util.Locale;

/**
 * What the kernel's IPVS table tells services apart by. Written {@code tcp:192.168.181.100:80}, {@code
 * udp:[fd00::1]:53}, {@code fwmark:5:ipv4}.
 */
public sealed interface ServiceKey extends Comparable<ServiceKey> {

    /** A service at an address. */
    record Address(Protocol protocol, Endpoint endpoint) implements ServiceKey {
        @Override
        public Family family() {
            return endpoint.ip().family();
        }

        @Override
        public String toString() {
            return protocol.name().toLowerCase(Locale.ROOT) + ":" + endpoint;
        }
    }

    /**
     * A service of packets that a firewall marked.
     *
     * @param mark 1 or more, unsigned
     */
    record Mark(int mark, Family family) implements ServiceKey {
        public Mark {
            if (mark == 0) {
                throw new IllegalArgumentException("a firewall mark is not 0");
            }
        }

        @Override
        public String toString() {
            return "fwmark:" + Integer.toUnsignedString(mark) + ":"
                    + family.name().toLowerCase(Locale.ROOT);
        }
    }

    Family family();

    /**
     * The key that {@code toString} wrote.
     *
     * @throws IllegalArgumentException when {@code text} is none
     */
    static ServiceKey parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not a service: " + text);
        }
        var rest = text.substring(colon + 1);
        if (!text.startsWith("fwmark:")) {
            var protocol = Protocol.valueOf(text.substring(0, colon).toUpperCase(Locale.ROOT));
            return new Address(protocol, Endpoint.parse(rest));
        }
        int next = rest.indexOf(':');
        long mark = next < 0 ? -1 : Digits.parse(rest.substring(0, next), 10);
        if (mark >>> Integer.SIZE != 0) {
            throw new IllegalArgumentException("not a service: " + text);
        }
        return new Mark((int) mark, Family.valueOf(rest.substring(next + 1).toUpperCase(Locale.ROOT)));
    }

    @Override
    default int compareTo(ServiceKey other) {
        return switch (this) {
            case Address mine -> other instanceof Address theirs ? Order.ADDRESSES.compare(mine, theirs) : -1;
            case Mark mine -> other instanceof Mark theirs ? Order.MARKS.compare(mine, theirs) : 1;
        };
    }

    /** Addresses before marks. */
    final class Order {
        private static final Comparator<Address> ADDRESSES =
                Comparator.comparing(Address::endpoint).thenComparing(Address::protocol);
        private static final Comparator<Mark> MARKS = Comparator.<Mark>comparingLong(
                        m -> Integer.toUnsignedLong(m.mark))
                .thenComparing(Mark::family);

        private Order() {}
    }
}
