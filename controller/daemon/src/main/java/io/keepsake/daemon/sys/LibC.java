package io.keepsake.daemon.sys;

import jnr.ffi.Pointer;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** The libc calls the loop makes, by their C names; nothing else belongs here. */
public interface LibC {
    int poll(Pointer fds, long count, int timeoutMillis);

    int timerfd_create(int clock, int flags);

    int timerfd_settime(int fd, int flags, Pointer value, Pointer before);

    int eventfd(int initial, int flags);

    @ssize_t
    long read(int fd, Pointer buffer, @size_t long length);

    @ssize_t
    long write(int fd, Pointer buffer, @size_t long length);

    Pointer signal(int number, Pointer handler);
}
