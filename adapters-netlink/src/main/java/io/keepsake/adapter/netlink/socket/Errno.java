package io.keepsake.adapter.netlink.socket;

/** The kernel's error numbers, by name: the same on x86-64 and aarch64. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int ERANGE = 34;
    public static final int EPROTONOSUPPORT = 93;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int ENOBUFS = 105;
    public static final int ECANCELED = 125;

    private Errno() {}

    /** Such as {@code EPERM (1)}. */
    public static String text(int errno) {
        return name(errno) + " (" + errno + ")";
    }

    private static String name(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case ESRCH -> "ESRCH";
            case EINTR -> "EINTR";
            case 5 -> "EIO";
            case 9 -> "EBADF";
            case EAGAIN -> "EAGAIN";
            case 12 -> "ENOMEM";
            case 13 -> "EACCES";
            case 16 -> "EBUSY";
            case EEXIST -> "EEXIST";
            case ENODEV -> "ENODEV";
            case 22 -> "EINVAL";
            case 23 -> "ENFILE";
            case 24 -> "EMFILE";
            case ERANGE -> "ERANGE";
            case 71 -> "EPROTO";
            case 90 -> "EMSGSIZE";
            case EPROTONOSUPPORT -> "EPROTONOSUPPORT";
            case EOPNOTSUPP -> "EOPNOTSUPP";
            case EAFNOSUPPORT -> "EAFNOSUPPORT";
            case 98 -> "EADDRINUSE";
            case 99 -> "EADDRNOTAVAIL";
            case 100 -> "ENETDOWN";
            case ENOBUFS -> "ENOBUFS";
            case ECANCELED -> "ECANCELED";
            default -> "errno";
        };
    }

    /** What to do about it, to be put behind the text of an error; empty when there is nothing to say. */
    public static String advice(int errno) {
        return switch (errno) {
            case EPERM -> "; the daemon needs CAP_NET_ADMIN";
            case 13 -> "; IPv6 is switched off on the interface (disable_ipv6)";
            default -> "";
        };
    }
}
