package io.keepsake.adapter.netlink.sys;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/** The libc calls this adapter makes. Buffers are direct, are used from their position, and are not moved. */
public interface LibC {
    int socket(int domain, int type, int protocol);

    int bind(int fd, @In ByteBuffer address, int length);

    int getsockname(int fd, @Out ByteBuffer address, @In @Out ByteBuffer length);

    int setsockopt(int fd, int level, int name, @In ByteBuffer value, int length);

    long recvfrom(
            int fd,
            @Out ByteBuffer bytes,
            long length,
            int flags,
            @Out ByteBuffer address,
            @In @Out ByteBuffer addressLength);

    int poll(@In @Out ByteBuffer fds, long count, int timeoutMillis);

    int eventfd(int initial, int flags);

    long read(int fd, @Out ByteBuffer bytes, long length);

    long write(int fd, @In ByteBuffer bytes, long length);

    int close(int fd);
}
