package io.keepsake.daemon.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.value.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every descriptor is closed in the end, whatever failed. */
class SocketsTest {
    private final SocketCalls libc = LibraryLoader.create(SocketCalls.class).load("c");

    /** The real ones, which count what is open; one of them is asked for what it refuses. */
    private final class Counted implements SocketCalls {
        final Set<Integer> open = new TreeSet<>();
        final List<String> opened = new ArrayList<>();
        private final String refused;

        Counted(String refused) {
            this.refused = refused;
        }

        private int counted(String call, int fd) {
            if (fd >= 0) {
                open.add(fd);
                opened.add(call);
            }
            return fd;
        }

        @Override
        public int socket(int domain, int type, int protocol) {
            return counted("socket", libc.socket(domain, type, protocol));
        }

        @Override
        public int epoll_create1(int flags) {
            return counted("epoll_create1", libc.epoll_create1(flags));
        }

        @Override
        public int eventfd(int initial, int flags) {
            return counted("eventfd", libc.eventfd(initial, refused.equals("eventfd") ? -1 : flags));
        }

        @Override
        public int epoll_ctl(int epoll, int operation, int fd, @Nullable Pointer event) {
            return libc.epoll_ctl(epoll, operation, refused.equals("epoll_ctl") ? -1 : fd, event);
        }

        @Override
        public int close(int fd) {
            assertTrue(open.remove(fd), "closed twice: " + fd);
            return libc.close(fd);
        }

        @Override
        public int bind(int fd, Pointer address, int length) {
            return libc.bind(fd, address, length);
        }

        @Override
        public int connect(int fd, Pointer address, int length) {
            return libc.connect(fd, address, length);
        }

        @Override
        public int setsockopt(int fd, int level, int name, Pointer value, int length) {
            return libc.setsockopt(fd, level, name, value, length);
        }

        @Override
        public int getsockopt(int fd, int level, int name, Pointer value, Pointer length) {
            return libc.getsockopt(fd, level, name, value, length);
        }

        @Override
        public long send(int fd, Pointer bytes, long length, int flags) {
            return libc.send(fd, bytes, length, flags);
        }

        @Override
        public long recv(int fd, Pointer bytes, long length, int flags) {
            return libc.recv(fd, bytes, length, flags);
        }

        @Override
        public int if_nametoindex(String name) {
            return libc.if_nametoindex(name);
        }

        @Override
        public int epoll_wait(int epoll, Pointer events, int max, int timeoutMillis) {
            return libc.epoll_wait(epoll, events, max, timeoutMillis);
        }

        @Override
        public long read(int fd, Pointer bytes, long length) {
            return libc.read(fd, bytes, length);
        }

        @Override
        public long write(int fd, Pointer bytes, long length) {
            return libc.write(fd, bytes, length);
        }
    }

    private Sockets sockets(SocketCalls calls) {
        return new Sockets(calls, Runtime.getRuntime(libc));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eventfd", "epoll_ctl"})
    void aBeginningThatFailsLeavesNone(String refused) {
        var calls = new Counted(refused);
        var why = assertThrows(IllegalStateException.class, () -> sockets(calls));
        assertTrue(String.valueOf(why.getMessage()).contains(refused), why::toString);
        assertEquals(Set.of(), calls.open);
    }

    @Test
    void thoseThatNobodyClosedEndWithTheOthers() {
        var calls = new Counted("");
        try (var sockets = sockets(calls)) {
            int closed = sockets.open(Family.IPV4, SocketKind.STREAM);
            assertTrue(sockets.open(Family.IPV6, SocketKind.DATAGRAM) >= 0);
            assertTrue(sockets.open(Family.IPV4, SocketKind.STREAM) >= 0);
            sockets.close(closed);
        }
        assertEquals(List.of("epoll_create1", "eventfd", "socket", "socket", "socket"), calls.opened);
        assertEquals(Set.of(), calls.open);
    }
}
