package io.keepsake.adapter.netlink.socket;

import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.adapter.netlink.wire.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A netlink socket of any family, used by one thread. */
public final class NetlinkSocket implements AutoCloseable {

    /** What a call of {@link #receive} brought. */
    public enum Reception {
        /** A datagram: see {@link #messages}. */
        MESSAGES,
        /** Nothing waits. */
        NOTHING,
        /** The kernel had something to say and no room for it (ENOBUFS), or the datagram was too long for us. */
        LOST
    }

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    private static final int MSG_DONTWAIT_TRUNC = 0x40 | 0x20;
    /** Size of struct sockaddr_nl. */
    private static final int ADDRESS_BYTES = 12;
    /** Parts of a dump have up to 32 KiB; single messages are far shorter. */
    private static final int DATAGRAM_BYTES = 128 * 1024;

    private final SystemCalls sys;
    private final int fd;
    private final ByteBuffer datagram = direct(DATAGRAM_BYTES);
    private final byte[] copy = new byte[DATAGRAM_BYTES];
    private final ByteBuffer address = direct(ADDRESS_BYTES);
    private final ByteBuffer addressLength = direct(Integer.BYTES);
    private int port;

    private NetlinkSocket(SystemCalls sys, int fd) {
        this.sys = sys;
        this.fd = fd;
    }

    /**
     * A bound socket.
     *
     * @param protocol such as NETLINK_ROUTE
     * @param groups bit mask of the multicast groups to hear from now on
     * @param receiveBufferBytes the kernel doubles it; more than rmem_max needs CAP_NET_ADMIN
     */
    public static NetlinkSocket open(SystemCalls sys, int protocol, int groups, int receiveBufferBytes) {
        int fd = sys.c().socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
        var socket = new NetlinkSocket(sys, fd);
        socket.require("socket(AF_NETLINK)", fd >= 0);
        try {
            socket.set(SOL_NETLINK, NETLINK_EXT_ACK, 1);
            socket.set(SOL_NETLINK, NETLINK_CAP_ACK, 1);
            socket.set(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1); // lets dumps be filtered, where the kernel can
            if (!socket.set(SOL_SOCKET, SO_RCVBUFFORCE, receiveBufferBytes)) {
                socket.require("setsockopt(SO_RCVBUF)", socket.set(SOL_SOCKET, SO_RCVBUF, receiveBufferBytes));
            }
            socket.bind(groups);
        } catch (Throwable failure) {
            socket.close();
            throw failure;
        }
        return socket;
    }

    /** Hears this group from now on, by its number. */
    public void join(int group) {
        require("setsockopt(NETLINK_ADD_MEMBERSHIP)", set(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group));
    }

    /** Lets datagrams of up to this many bytes be sent, as far as the kernel allows; it has room for some 200,000 anyhow. */
    public void roomToSend(int bytes) {
        if (!set(SOL_SOCKET, SO_SNDBUFFORCE, bytes)) {
            require("setsockopt(SO_SNDBUF)", set(SOL_SOCKET, SO_SNDBUF, bytes));
        }
    }

    private boolean set(int level, int option, int value) {
        var bytes = direct(Integer.BYTES).putInt(0, value);
        return sys.c().setsockopt(fd, level, option, bytes, Integer.BYTES) == 0;
    }

    private void bind(int groups) {
        address.putShort(0, (short) AF_NETLINK).putInt(4, 0).putInt(8, groups);
        require("bind", sys.c().bind(fd, address, ADDRESS_BYTES) == 0);
        addressLength.putInt(0, ADDRESS_BYTES);
        require("getsockname", sys.c().getsockname(fd, address, addressLength) == 0);
        port = address.getInt(4);
    }

    private void require(String call, boolean succeeded) {
        if (!succeeded) {
            throw new IllegalStateException("netlink: " + call + " failed: " + Errno.text(sys.errno()));
        }
    }

    public int fd() {
        return fd;
    }

    /** The kernel's name for this socket: it stands in the answers and in most notices of what this socket changed. */
    public int port() {
        return port;
    }

    /**
     * Hands the datagram to the kernel, which carries out its requests before this returns, and may wait for its locks.
     *
     * @return 0, or the errno with which the whole datagram was refused
     */
    public int send(ByteBuffer bytes) {
        long sent;
        do {
            sent = sys.c().write(fd, bytes, bytes.remaining());
        } while (sent < 0 && sys.errno() == Errno.EINTR);
        return sent < 0 ? sys.errno() : 0;
    }

    /** Takes the next datagram, without waiting. What user processes send is dropped: only the kernel counts. */
    public Reception receive() {
        while (true) {
            addressLength.putInt(0, ADDRESS_BYTES);
            datagram.clear();
            long length =
                    sys.c().recvfrom(fd, datagram, datagram.capacity(), MSG_DONTWAIT_TRUNC, address, addressLength);
            if (length < 0) {
                switch (sys.errno()) {
                    case Errno.EINTR -> {}
                    case Errno.EAGAIN -> {
                        return Reception.NOTHING;
                    }
                    case Errno.ENOBUFS -> {
                        return Reception.LOST;
                    }
                    default -> require("recvfrom", false);
                }
            } else if (address.getInt(4) == 0) {
                datagram.limit((int) Math.min(length, datagram.capacity()));
                return length > datagram.capacity() ? Reception.LOST : Reception.MESSAGES;
            }
        }
    }

    /** The messages of the datagram received last; valid until the next {@link #receive}. */
    public List<Message> messages() {
        datagram.get(0, copy, 0, datagram.limit());
        return Message.split(ByteBuffer.wrap(copy, 0, datagram.limit()));
    }

    @Override
    public void close() {
        sys.c().close(fd);
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
