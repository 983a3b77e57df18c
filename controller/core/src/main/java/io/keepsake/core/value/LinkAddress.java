package io.keepsake.core.value;

import java.util.Comparator;

/** An address on a link: {@code ens33 192.168.181.100/32}. */
public record LinkAddress(InterfaceName link, InterfaceAddress address) implements Comparable<LinkAddress> {
    private static final Comparator<LinkAddress> ORDER =
            Comparator.comparing(LinkAddress::link).thenComparing(LinkAddress::address);

    @Override
    public int compareTo(LinkAddress other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return link + " " + address;
    }
}
