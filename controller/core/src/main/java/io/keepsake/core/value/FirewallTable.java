package io.keepsake.core.value;

/**
 * How the packet filter is told to block addresses: {@code nftables} and the keywords that begin so.
 *
 * @param name of the table, of each family that needs one
 * @param priority {@code nftables_priority} of its chains; lower ones see a packet first
 * @param counters {@code nftables_counters}: its rules count what they see
 * @param byIndex {@code nftables_ifindex}: link-local addresses go with the index of their link, not its name
 */
public record FirewallTable(String name, int priority, boolean counters, boolean byIndex) {
    /** As in keepalived: seen just before the filters of the host. */
    public static final FirewallTable DEFAULT = new FirewallTable("keepalived", -1, false, false);

    /** One that is made otherwise than any configuration wants it: damaged, or of another program. */
    public static FirewallTable otherwise(String name) {
        return new FirewallTable(name, Integer.MIN_VALUE, true, true);
    }

    /** What of this counts for addresses of this family: those of IPv4 do not go with a link. */
    public FirewallTable of(Family family) {
        return family == Family.IPV4 && byIndex ? new FirewallTable(name, priority, counters, false) : this;
    }

    /** What the kernel allows in a name, in UTF-8. */
    public static final int NAME_BYTES_MAX = 255;
}
