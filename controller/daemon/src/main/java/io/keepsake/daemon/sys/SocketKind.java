package io.keepsake.daemon.sys;

/** What a probe's socket carries. */
public enum SocketKind {
    /** TCP. */
    STREAM(1),
    /** UDP. */
    DATAGRAM(2),
    /** Echo requests, numbered by the kernel; only for the groups of {@code ping_group_range}. */
    ECHO(2),
    /** Echo requests as they are; needs CAP_NET_RAW. */
    RAW_ECHO(3);

    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;

    private final int type;

    SocketKind(int type) {
        this.type = type;
    }

    /** Whether echo requests go over it. */
    public boolean echo() {
        return this == ECHO || this == RAW_ECHO;
    }

    int type() {
        return type;
    }

    int protocol(boolean ipv6) {
        return echo() ? ipv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP : 0;
    }
}
