package io.keepsake.daemon.probe;

import io.keepsake.core.config.ProbeTarget;
import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import io.keepsake.daemon.sys.SocketKind;
import io.keepsake.daemon.sys.Sockets;

/**
 * Makes the sockets of one checker: bound, marked, and connected or on the way to be.
 *
 * <p>A connection is closed the ordinary way, with FIN, so that a server sees a client that goes and not one that breaks:
 * a reset is an error in the logs of many servers, and the price is a TIME_WAIT of 60 s on our side for each check that
 * the server does not end first. Only with {@code bind_port} it is reset then, since the same pair of ports could not be
 * connected again for that long.
 */
final class Target {
    private static final int SOL_IP = 0;
    private static final int IP_RECVERR = 11;
    private static final int IP_BIND_ADDRESS_NO_PORT = 24;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_RECVERR = 25;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_LINGER = 13;
    private static final int SO_BINDTODEVICE = 25;
    private static final int SO_MARK = 36;
    private static final int SOL_RAW = 255;
    private static final int ICMP_FILTER = 1;
    /** Only echo replies, type 0. */
    private static final int ALL_BUT_REPLIES = ~1;

    private static final long LINK_LOCAL = 0xfe80L << 48;
    private static final long LINK_LOCAL_MASK = 0xffc0L << 48;

    private final ProbeTarget local;
    private final Sockets sockets;
    private final Ip ip;
    private final boolean plain;
    private Reply.Failed failure = new Reply.Failed(CheckFailure.LOCAL, "nothing failed");
    private int errno;

    Target(ProbeTarget local, Sockets sockets) {
        this.local = local;
        this.sockets = sockets;
        ip = local.remote().ip();
        plain = local.bindTo() == null && local.bindPort() == 0 && local.bindInterface() == null && local.mark() == 0;
    }

    boolean ipv6() {
        return ip.family() == Family.IPV6;
    }

    /** A socket of this kind on its way to the server, or -1 and {@link #failure}. */
    int open(SocketKind kind) {
        int fd = sockets.open(ip.family(), kind);
        if (fd < 0) {
            return fail("no socket", -fd);
        }
        hearErrors(fd, kind);
        boolean simple = plain && kind != SocketKind.RAW_ECHO;
        if (!simple && !prepare(fd, kind)) {
            sockets.close(fd);
            return -1;
        }
        int answer = sockets.connect(fd, ip, kind.echo() ? 0 : local.remote().port(), scope(ip));
        if (answer < 0 && answer != -Errno.EINPROGRESS) {
            sockets.close(fd);
            return fail("connect", -answer);
        }
        return fd;
    }

    /** The server has ended its side of the connection: ours may end with FIN whatever its port. */
    void ended(int fd) {
        if (local.bindPort() != 0) {
            sockets.option(fd, SOL_SOCKET, SO_LINGER, 0, 0);
        }
    }

    /** Why {@link #open} failed. */
    Reply.Failed failure() {
        return failure;
    }

    /** Whether {@link #open} failed because the kernel lets only some groups make such sockets. */
    boolean notPermitted() {
        return errno == Errno.EACCES || errno == Errno.EPERM;
    }

    /** Notes why a socket cannot be waited for; whether it can. */
    boolean watched(int answer) {
        return did("epoll", answer);
    }

    private int fail(String what, int errno) {
        this.errno = errno;
        failure = new Reply.Failed(Errno.reason(errno), what + ": " + Errno.text(errno));
        return -1;
    }

    /**
     * Without this a connected socket hears only of a closed port, and never that a router or its own ARP cannot reach the
     * host (ip(7), ipv6(7)). A raw socket would hear what others were answered too, such as a traceroute's probes.
     */
    private void hearErrors(int fd, SocketKind kind) {
        if (kind == SocketKind.DATAGRAM || kind == SocketKind.ECHO) {
            sockets.option(fd, ipv6() ? SOL_IPV6 : SOL_IP, ipv6() ? IPV6_RECVERR : IP_RECVERR, 1);
        }
    }

    private boolean prepare(int fd, SocketKind kind) {
        var link = local.bindInterface();
        return (link == null || did("bind_if " + link, sockets.option(fd, SOL_SOCKET, SO_BINDTODEVICE, link.value())))
                && (local.mark() == 0
                        || did("fwmark " + local.mark(), sockets.option(fd, SOL_SOCKET, SO_MARK, local.mark())))
                && (kind != SocketKind.RAW_ECHO
                        || ipv6()
                        || did("icmp filter", sockets.option(fd, SOL_RAW, ICMP_FILTER, ALL_BUT_REPLIES)))
                && bind(fd, kind);
    }

    private boolean bind(int fd, SocketKind kind) {
        var from = local.bindTo();
        int port = kind.echo() ? 0 : local.bindPort();
        if (from == null && port == 0) {
            return true;
        }
        if (port == 0) {
            // Only a wish: the kernel then chooses the port when it knows both ends, and does not run out of them.
            sockets.option(fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, 1);
        } else {
            sockets.option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
            sockets.option(fd, SOL_SOCKET, SO_LINGER, 1, 0);
        }
        var source = from == null ? new Ip(ip.family(), 0, 0) : from;
        var place = from == null ? "port " + port : from.toString();
        return did("bind to " + place, sockets.bind(fd, source, port, scope(source)));
    }

    private boolean did(String what, int answer) {
        if (answer < 0) {
            failure = new Reply.Failed(CheckFailure.LOCAL, what + ": " + Errno.text(-answer));
        }
        return answer >= 0;
    }

    /** The link that a link-local address needs; its index may change while we run. */
    private int scope(Ip address) {
        var link = local.bindInterface();
        boolean needed = ipv6() && (address.high() & LINK_LOCAL_MASK) == LINK_LOCAL;
        return link != null && needed ? sockets.linkIndex(link.value()) : 0;
    }
}
