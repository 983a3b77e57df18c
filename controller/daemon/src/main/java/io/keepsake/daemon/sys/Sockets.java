package io.keepsake.daemon.sys;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicBoolean;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Sockets that never block, and one place to wait for all of them. Methods answer as the kernel does: 0 or more for
 * success, {@code -errno} for failure. Arguments pass through native memory that is allocated once, so an instance
 * belongs to one thread; only {@link #wake} may be called from any. For 64-bit Linux.
 */
public final class Sockets implements AutoCloseable {
    public static final int READABLE = 1;
    public static final int WRITABLE = 4;
    /** The socket has an error, or its peer is gone; told of whether asked for or not. */
    public static final int BROKEN = 8 | 16;

    /** The most bytes that one {@link #receive} takes. */
    public static final int BUFFER_BYTES = 65_536;

    private static final int SOCK_NONBLOCK_CLOEXEC = 0x80800;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_ADD = 1;
    private static final int EPOLL_MODIFY = 3;
    private static final int READY_MAX = 256;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final long BELL = -1;
    private static final int EINTR = 4;
    /** The kernel packs {@code struct epoll_event} on x86-64 and nowhere else. */
    private static final boolean PACKED = Platform.getNativePlatform().getCPU() == Platform.CPU.X86_64;

    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int EVENT_TOKEN_AT = PACKED ? 4 : 8;

    private final SocketCalls libc;
    private final Runtime runtime;
    private final Pointer address;
    private final Pointer value;
    private final Pointer length;
    private final Pointer events;
    private final Pointer bell;
    private final ByteBuffer buffer;
    private final Pointer bytes;
    private final int epoll;
    private final int bellFd;
    private final AtomicBoolean rung = new AtomicBoolean();
    private final BitSet open = new BitSet();

    Sockets(SocketCalls libc, Runtime runtime) {
        this.libc = libc;
        this.runtime = runtime;
        address = Memory.allocateDirect(runtime, SocketAddress.LENGTH_MAX);
        value = Memory.allocateDirect(runtime, 64);
        length = Memory.allocateDirect(runtime, 4);
        events = Memory.allocateDirect(runtime, READY_MAX * 16);
        bell = Memory.allocateDirect(runtime, 8);
        bell.putLong(0, 1);
        buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        bytes = Pointer.wrap(runtime, buffer);
        try {
            epoll = needed("epoll_create1", kept(answer(libc.epoll_create1(EPOLL_CLOEXEC))));
            bellFd = needed("eventfd", kept(answer(libc.eventfd(0, SOCK_NONBLOCK_CLOEXEC))));
            needed("epoll_ctl", watch(bellFd, READABLE, BELL));
        } catch (RuntimeException | Error e) {
            closeAll();
            throw e;
        }
    }

    /**
     * Binds libc; the first time in a process this costs tens of milliseconds.
     *
     * @throws IllegalStateException when the kernel has no descriptor left
     */
    public static Sockets load() {
        var libc = LibraryLoader.create(SocketCalls.class).load("c");
        return new Sockets(libc, Runtime.getRuntime(libc));
    }

    private static int needed(String call, int answer) {
        if (answer < 0) {
            throw new IllegalStateException("probes: " + call + " failed: errno " + -answer);
        }
        return answer;
    }

    /** A new socket, or why there is none. */
    public int open(Family family, SocketKind kind) {
        int type = kind.type() | SOCK_NONBLOCK_CLOEXEC;
        return kept(answer(libc.socket(SocketAddress.domain(family), type, kind.protocol(family == Family.IPV6))));
    }

    private int kept(int fd) {
        if (fd >= 0) {
            open.set(fd);
        }
        return fd;
    }

    public void close(int fd) {
        open.clear(fd);
        libc.close(fd);
    }

    private void closeAll() {
        open.stream().forEach(libc::close);
        open.clear();
    }

    public int option(int fd, int level, int name, int number) {
        value.putInt(0, number);
        return answer(libc.setsockopt(fd, level, name, value, 4));
    }

    /** An option of two numbers, such as {@code struct linger}. */
    public int option(int fd, int level, int name, int first, int second) {
        value.putInt(0, first);
        value.putInt(4, second);
        return answer(libc.setsockopt(fd, level, name, value, 8));
    }

    /** An option of at most 63 bytes of ASCII, such as the name of a link. */
    public int option(int fd, int level, int name, String text) {
        value.putString(0, text, 64, StandardCharsets.US_ASCII);
        return answer(libc.setsockopt(fd, level, name, value, text.length() + 1));
    }

    /** The index of a link, or 0 when there is none of that name. */
    public int linkIndex(String link) {
        return libc.if_nametoindex(link);
    }

    public int bind(int fd, Ip ip, int port, int scope) {
        return answer(libc.bind(fd, address, SocketAddress.write(address, ip, port, scope)));
    }

    public int connect(int fd, Ip ip, int port, int scope) {
        return answer(libc.connect(fd, address, SocketAddress.write(address, ip, port, scope)));
    }

    /** Takes the error that waits at the socket; 0 for none. */
    public int takeError(int fd) {
        length.putInt(0, 4);
        int answer = answer(libc.getsockopt(fd, SOL_SOCKET, SO_ERROR, value, length));
        return answer < 0 ? -answer : value.getInt(0);
    }

    /** Sends what it can of {@code length} bytes of {@code source}. */
    public int send(int fd, byte[] source, int from, int length) {
        int count = Math.min(length, BUFFER_BYTES);
        buffer.clear().put(source, from, count);
        return answer(libc.send(fd, bytes, count, MSG_NOSIGNAL));
    }

    /** Receives once, into {@link #received}; 0 at the end of a stream. */
    public int receive(int fd) {
        int count = answer(libc.recv(fd, bytes, BUFFER_BYTES, 0));
        buffer.clear().limit(Math.max(0, count));
        return count;
    }

    /** What {@link #receive} received; good until the next call of {@code send} or {@code receive}. */
    public ByteBuffer received() {
        return buffer;
    }

    /** Tells of the socket, by {@code token}, as long as it is ready for what is asked; a token is not negative. */
    public int watch(int fd, int wanted, long token) {
        return control(EPOLL_ADD, fd, wanted, token);
    }

    /** Asks anew what a watched socket is told of for. */
    public int watchAnew(int fd, int wanted, long token) {
        return control(EPOLL_MODIFY, fd, wanted, token);
    }

    private int control(int operation, int fd, int wanted, long token) {
        events.putInt(0, wanted);
        events.putLong(EVENT_TOKEN_AT, token);
        return answer(libc.epoll_ctl(epoll, operation, fd, events));
    }

    /**
     * Waits until a watched socket is ready, another thread wakes this one, or the time is over; a negative time has no
     * end. Copies whose sockets are ready to {@code tokens} and for what to {@code ready}, and answers how many.
     */
    public int await(int timeoutMillis, long[] tokens, int[] ready) {
        int max = Math.min(READY_MAX, tokens.length);
        int count = answer(libc.epoll_wait(epoll, events, max, timeoutMillis));
        if (count < 0) {
            return needed("epoll_wait", count == -EINTR ? 0 : count);
        }
        int told = 0;
        for (int i = 0; i < count; i++) {
            long token = events.getLong((long) i * EVENT_BYTES + EVENT_TOKEN_AT);
            if (token == BELL) {
                silence();
            } else {
                tokens[told] = token;
                ready[told++] = events.getInt((long) i * EVENT_BYTES);
            }
        }
        return told;
    }

    /** Ends the {@link #await} of the other thread, or its next one; from any thread. */
    public void wake() {
        if (rung.compareAndSet(false, true)) {
            libc.write(bellFd, bell, 8);
        }
    }

    private void silence() {
        libc.read(bellFd, value, 8);
        rung.set(false);
    }

    /**
     * On the owner's thread; closes all sockets that are still open, too: whoever had them may have failed. A ring of another
     * thread that has begun is waited for, so that it hits no other file.
     */
    @Override
    public void close() {
        boolean ringing = rung.getAndSet(true);
        while (ringing && answer(libc.read(bellFd, value, 8)) < 0) {
            Thread.onSpinWait();
        }
        closeAll();
    }

    /** The error is saved by jnr with each call and is not reset by success: it counts only after -1. */
    private int answer(long result) {
        return result == -1 ? -runtime.getLastError() : (int) result;
    }
}
