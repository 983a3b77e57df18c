package io.keepsake.adapter.netlink;

/** The kernel's error numbers, by name: the same on x86-64 and aarch64. */
final class Errno {
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENODEV = 19;
    static final int ERANGE = 34;
    static final int ENOBUFS = 105;
    static final int ECANCELED = 125;

    private Errno() {}

    /** Such as {@code EPERM (1)}. */
    static String text(int errno) {
        return name(errno) + " (" + errno + ")";
    }

    private static String name(int errno) {
        return switch (errno) {
            case 1 -> "EPERM";
            case 2 -> "ENOENT";
            case EINTR -> "EINTR";
            case 5 -> "EIO";
            case 9 -> "EBADF";
            case EAGAIN -> "EAGAIN";
            case 12 -> "ENOMEM";
            case 13 -> "EACCES";
            case 16 -> "EBUSY";
            case 17 -> "EEXIST";
            case ENODEV -> "ENODEV";
            case 22 -> "EINVAL";
            case 23 -> "ENFILE";
            case 24 -> "EMFILE";
            case ERANGE -> "ERANGE";
            case 71 -> "EPROTO";
            case 90 -> "EMSGSIZE";
            case 93 -> "EPROTONOSUPPORT";
            case 95 -> "EOPNOTSUPP";
            case 97 -> "EAFNOSUPPORT";
            case 98 -> "EADDRINUSE";
            case 99 -> "EADDRNOTAVAIL";
            case 100 -> "ENETDOWN";
            case ENOBUFS -> "ENOBUFS";
            case ECANCELED -> "ECANCELED";
            default -> "errno";
        };
    }

    /** What to do about it, to be put behind the text of an error; empty when there is nothing to say. */
    static String advice(int errno) {
        return switch (errno) {
            case 1 -> "; the daemon needs CAP_NET_ADMIN";
            case 13 -> "; IPv6 is switched off on the interface (disable_ipv6)";
            default -> "";
        };
    }
}
