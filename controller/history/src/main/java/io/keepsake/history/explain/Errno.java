package io.keepsake.history.explain;

/** Error numbers of Linux in words, with what they often mean where adverts and addresses fail. */
final class Errno {
    private Errno() {}

    static String print(int errno) {
        return switch (errno) {
            case 1 -> "EPERM (firewall?)";
            case 2 -> "ENOENT";
            case 11 -> "EAGAIN";
            case 12 -> "ENOMEM";
            case 13 -> "EACCES";
            case 16 -> "EBUSY";
            case 17 -> "EEXIST";
            case 19 -> "ENODEV (the interface is gone)";
            case 22 -> "EINVAL";
            case 28 -> "ENOSPC";
            case 90 -> "EMSGSIZE";
            case 99 -> "EADDRNOTAVAIL (the source address is gone)";
            case 100 -> "ENETDOWN (the interface is down)";
            case 101 -> "ENETUNREACH (no route)";
            case 105 -> "ENOBUFS (the send queue is full)";
            case 113 -> "EHOSTUNREACH";
            default -> "errno " + errno;
        };
    }
}
