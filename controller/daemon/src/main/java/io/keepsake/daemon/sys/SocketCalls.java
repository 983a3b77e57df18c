package io.keepsake.daemon.sys;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.IgnoreError;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/** The libc calls that probes make, by their C names; nothing else belongs here. Public because jnr implements it. */
public interface SocketCalls {
    int socket(int domain, int type, int protocol);

    int bind(int fd, Pointer address, int length);

    int connect(int fd, Pointer address, int length);

    int setsockopt(int fd, int level, int name, Pointer value, int length);

    int getsockopt(int fd, int level, int name, Pointer value, Pointer length);

    @ssize_t
    long send(int fd, Pointer bytes, @size_t long length, int flags);

    @ssize_t
    long recv(int fd, Pointer bytes, @size_t long length, int flags);

    int if_nametoindex(String name);

    int epoll_create1(int flags);

    int epoll_ctl(int epoll, int operation, int fd, @Nullable Pointer event);

    int epoll_wait(int epoll, Pointer events, int max, int timeoutMillis);

    int eventfd(int initial, int flags);

    @ssize_t
    long read(int fd, Pointer bytes, @size_t long length);

    @ssize_t
    long write(int fd, Pointer bytes, @size_t long length);

    @IgnoreError
    int close(int fd);
}
