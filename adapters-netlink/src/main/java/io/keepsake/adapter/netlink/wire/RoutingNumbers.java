package io.keepsake.adapter.netlink.wire;

import io.keepsake.core.value.Route;
import io.keepsake.core.value.Rule;

/** The numbers of linux/rtnetlink.h and fib_rules.h that are used here for routes and rules. */
final class RoutingNumbers {
    static final int RTM_NEWROUTE = 24;
    static final int RTM_DELROUTE = 25;
    static final int RTM_GETROUTE = 26;
    static final int RTM_NEWRULE = 32;
    static final int RTM_DELRULE = 33;
    static final int RTM_GETRULE = 34;

    /** Size of struct rtmsg, and of struct fib_rule_hdr. */
    static final int HEADER_BYTES = 12;

    /** A copy that the kernel made for itself. */
    static final int RTM_F_CLONED = 0x200;

    static final int RTA_DST = 1;
    static final int RTA_SRC = 2;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_PREFSRC = 7;
    static final int RTA_METRICS = 8;
    static final int RTA_MULTIPATH = 9;
    static final int RTA_TABLE = 15;
    static final int RTA_VIA = 18;

    static final int RTAX_LOCK = 1;

    /** Size of struct rtnexthop. */
    static final int HOP_BYTES = 8;

    static final int RTNH_F_ONLINK = 4;

    /** In the header, where RTA_TABLE has the number. */
    static final int RT_TABLE_UNSPEC = 0;

    static final int FRA_DST = 1;
    static final int FRA_SRC = 2;
    static final int FRA_IIFNAME = 3;
    static final int FRA_GOTO = 4;
    static final int FRA_PRIORITY = 6;
    static final int FRA_FWMARK = 10;
    static final int FRA_SUPPRESS_IFGROUP = 13;
    static final int FRA_SUPPRESS_PREFIXLEN = 14;
    static final int FRA_TABLE = 15;
    static final int FRA_FWMASK = 16;
    static final int FRA_OIFNAME = 17;
    static final int FRA_L3MDEV = 19;
    static final int FRA_UID_RANGE = 20;
    static final int FRA_PROTOCOL = 21;
    static final int FRA_IP_PROTO = 22;
    static final int FRA_SPORT_RANGE = 23;
    static final int FRA_DPORT_RANGE = 24;

    static final int FIB_RULE_INVERT = 2;

    private RoutingNumbers() {}

    static int number(Route.Type type) {
        return switch (type) {
            case UNICAST -> 1;
            case LOCAL -> 2;
            case BROADCAST -> 3;
            case ANYCAST -> 4;
            case MULTICAST -> 5;
            case BLACKHOLE -> 6;
            case UNREACHABLE -> 7;
            case PROHIBIT -> 8;
            case THROW -> 9;
        };
    }

    /** The RTAX_ number. */
    static int number(Route.Kind kind) {
        return switch (kind) {
            case MTU -> 2;
            case WINDOW -> 3;
            case SSTHRESH -> 6;
            case CWND -> 7;
            case ADVMSS -> 8;
            case REORDERING -> 9;
            case HOPLIMIT -> 10;
            case INITCWND -> 11;
            case INITRWND -> 14;
            case QUICKACK -> 15;
        };
    }

    /** The FR_ACT_ number. */
    static int number(Rule.Action action) {
        return switch (action) {
            case LOOKUP, L3MDEV -> 1;
            case GOTO -> 2;
            case NOP -> 3;
            case BLACKHOLE -> 6;
            case UNREACHABLE -> 7;
            case PROHIBIT -> 8;
        };
    }
}
