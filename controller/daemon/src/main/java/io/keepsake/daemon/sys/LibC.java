package io.keepsake.daemon.sys;

import jnr.ffi.Pointer;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** The libc calls the loop makes, by their C names; nothing else belongs here. */
public interface LibC {
    int ppoll(Pointer fds, long count, Pointer timeout, Pointer signals);

    int eventfd(int initial, int flags);

    @ssize_t
    long read(int fd, Pointer buffer, @size_t long length);

    @ssize_t
    long write(int fd, Pointer buffer, @size_t long length);

    int prctl(int option, long value, long two, long three, long four);

    Pointer signal(int number, Pointer handler);
}
