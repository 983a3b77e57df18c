package io.keepsake.core.value;

import java.util.Comparator;

/**
 * That packets to and from an address are dropped on this host, whichever link they come by. Neighbour discovery passes
 * (RFC 9568 6.1, Accept_Mode).
 *
 * @param table where that is said, and how
 * @param zone of an IPv6 link-local address: the name of its link, or the index with {@code nftables_ifindex}; else empty
 */
public record Block(FirewallTable table, Ip ip, String zone) {

    /** What a block is about: at most one of these stands. */
    public record Key(Ip ip, String zone, String table) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::ip).thenComparing(Key::zone).thenComparing(Key::table);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return (zone.isEmpty() ? ip.toString() : ip + "%" + zone) + " in table " + table;
        }
    }

    public Key key() {
        return new Key(ip, zone, table.name());
    }
}
