package io.keepsake.adapter.netlink.nftables.wire;

import io.keepsake.core.value.Family;
import java.util.Comparator;

/** A table of the packet filter: names are by family. */
public record TableId(Family family, String name) implements Comparable<TableId> {
    private static final Comparator<TableId> ORDER =
            Comparator.comparing(TableId::name).thenComparing(TableId::family);

    /** NFPROTO_IPV4 or NFPROTO_IPV6. */
    int protocol() {
        return switch (family) {
            case IPV4 -> 2;
            case IPV6 -> 10;
        };
    }

    @Override
    public int compareTo(TableId other) {
        return ORDER.compare(this, other);
    }

    /** As {@code nft} has it. */
    @Override
    public String toString() {
        return switch (family) {
            case IPV4 -> "ip " + name;
            case IPV6 -> "ip6 " + name;
        };
    }
}
