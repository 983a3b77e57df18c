package io.keepsake.daemon.probe;

import io.keepsake.core.event.CheckFailure;

/** The kernel's error numbers, as far as probes meet them: the same on x86-64 and aarch64. */
final class Errno {
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int ENODEV = 19;
    static final int EPIPE = 32;
    static final int ENETUNREACH = 101;
    static final int ECONNABORTED = 103;
    static final int ECONNRESET = 104;
    static final int ETIMEDOUT = 110;
    static final int ECONNREFUSED = 111;
    static final int EHOSTDOWN = 112;
    static final int EHOSTUNREACH = 113;
    static final int EINPROGRESS = 115;

    private Errno() {}

    /** Whether there is only nothing to be done at the moment. */
    static boolean later(int errno) {
        return errno == EAGAIN || errno == EINTR;
    }

    /** What an error of a socket says of the server. */
    static CheckFailure reason(int errno) {
        return switch (errno) {
            case ECONNREFUSED -> CheckFailure.REFUSED;
            case ETIMEDOUT -> CheckFailure.TIMEOUT;
            case ENETUNREACH, EHOSTUNREACH, EHOSTDOWN, 92 -> CheckFailure.UNREACHABLE;
            case ECONNRESET, ECONNABORTED, EPIPE -> CheckFailure.RESET;
            default -> CheckFailure.LOCAL;
        };
    }

    /** The failure that an error of a socket is. */
    static Reply.Failed failed(int errno) {
        return new Reply.Failed(reason(errno), text(errno));
    }

    /** Such as {@code connection refused (ECONNREFUSED)}. */
    static String text(int errno) {
        return switch (errno) {
            case EPERM -> "not permitted (EPERM)";
            case EACCES -> "not permitted (EACCES)";
            case ENODEV -> "no such interface (ENODEV)";
            case 22 -> "invalid argument (EINVAL)";
            case 23, 24 -> "too many open files (EMFILE)";
            case EPIPE -> "connection closed (EPIPE)";
            case 90 -> "message too long (EMSGSIZE)";
            case 92 -> "protocol unreachable (ENOPROTOOPT)";
            case 97 -> "no such address family (EAFNOSUPPORT)";
            case 98 -> "address in use (EADDRINUSE)";
            case 99 -> "no such local address (EADDRNOTAVAIL)";
            case 100 -> "network is down (ENETDOWN)";
            case ENETUNREACH -> "no route to the network (ENETUNREACH)";
            case ECONNABORTED -> "connection aborted (ECONNABORTED)";
            case ECONNRESET -> "connection reset (ECONNRESET)";
            case 105 -> "no buffer space (ENOBUFS)";
            case ETIMEDOUT -> "timed out (ETIMEDOUT)";
            case ECONNREFUSED -> "connection refused (ECONNREFUSED)";
            case EHOSTDOWN -> "host is down (EHOSTDOWN)";
            case EHOSTUNREACH -> "no route to the host (EHOSTUNREACH)";
            default -> "errno " + errno;
        };
    }
}
