package io.keepsake.adapter.netlink.wire;

/** The numbers of linux/rtnetlink.h, if_link.h and if_addr.h that are used here. */
final class RouteNumbers {
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_SETLINK = 19;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;

    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    /** Size of struct ifinfomsg. */
    static final int LINK_BYTES = 16;

    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_AF_SPEC = 26;

    /** In {@link #IFLA_AF_SPEC}, in AF_INET: asked for by number, told as an array that begins with number 1. */
    static final int IFLA_INET_CONF = 1;

    static final int IPV4_DEVCONF_PROMOTE_SECONDARIES = 20;

    static final int IFLA_EXT_MASK = 29;
    static final int RTEXT_FILTER_SKIP_STATS = 8;

    static final int IFF_UP = 0x1;
    static final int IFF_LOOPBACK = 0x8;
    static final int IFF_RUNNING = 0x40;

    /** Size of struct ifaddrmsg. */
    static final int ADDRESS_BYTES = 8;

    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_LABEL = 3;
    static final int IFA_BROADCAST = 4;
    static final int IFA_CACHEINFO = 6;
    static final int IFA_FLAGS = 8;
    static final int IFA_F_NODAD = 0x2;
    static final int IFA_F_OPTIMISTIC = 0x4;
    static final int IFA_F_DADFAILED = 0x8;
    static final int IFA_F_TENTATIVE = 0x40;
    static final int IFA_F_HOMEADDRESS = 0x10;
    static final int IFA_F_MANAGETEMPADDR = 0x100;
    static final int IFA_F_NOPREFIXROUTE = 0x200;
    static final int IFA_F_MCAUTOJOIN = 0x400;

    private RouteNumbers() {}
}
