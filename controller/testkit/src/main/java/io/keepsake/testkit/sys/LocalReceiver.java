package io.keepsake.testkit.sys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.IgnoreError;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** Who listens at a Unix socket for datagrams, as systemd and journald do. */
public final class LocalReceiver implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x80800;
    private static final int BYTES = 65_536;

    /** By their C names. Public because jnr implements it. */
    public interface Calls {
        int socket(int domain, int type, int protocol);

        int bind(int fd, Pointer address, int length);

        @ssize_t
        long recv(int fd, Pointer bytes, @size_t long length, int flags);

        @IgnoreError
        int close(int fd);
    }

    private final Calls libc = LibraryLoader.create(Calls.class).load("c");
    private final Runtime runtime = Runtime.getRuntime(libc);
    private final Pointer buffer = Memory.allocateDirect(runtime, BYTES, true);
    private final List<String> heard = new ArrayList<>();
    private final int fd;

    /** Listens from now on. */
    public LocalReceiver(Path path) throws IOException {
        fd = libc.socket(AF_UNIX, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0);
        var name = path.toString().getBytes(StandardCharsets.UTF_8);
        buffer.putShort(0, (short) AF_UNIX);
        buffer.put(2, name, 0, name.length);
        buffer.putByte(2 + name.length, (byte) 0);
        if (libc.bind(fd, buffer, 3 + name.length) < 0) {
            throw new IOException("bind " + path + ": errno " + runtime.getLastError());
        }
    }

    /** Every message so far, the oldest first. */
    public List<String> heard() {
        for (long length = take(); length >= 0; length = take()) {
            var bytes = new byte[(int) length];
            buffer.get(0, bytes, 0, bytes.length);
            heard.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return List.copyOf(heard);
    }

    private long take() {
        return libc.recv(fd, buffer, BYTES, 0);
    }

    @Override
    public void close() {
        libc.close(fd);
    }
}
