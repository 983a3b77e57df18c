package io.keepsake.adapter.vrrp.sys;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.IgnoreError;
import org.jspecify.annotations.Nullable;

/** The libc calls this adapter makes, by their C names; nothing else belongs here. Public because jnr implements it. */
public interface LibC {
    int socket(int domain, int type, int protocol);

    int bind(int fd, Pointer address, int length);

    int setsockopt(int fd, int level, int name, Pointer value, int length);

    long sendto(int fd, Pointer bytes, long length, int flags, Pointer address, int addressLength);

    long recvmsg(int fd, Pointer message, int flags);

    int epoll_create1(int flags);

    int epoll_ctl(int epoll, int operation, int fd, @Nullable Pointer event);

    int epoll_wait(int epoll, Pointer events, int max, int timeoutMillis);

    @IgnoreError
    int clock_gettime(int clock, Pointer time);

    @IgnoreError
    int close(int fd);
}
