package io.keepsake.daemon.sys;

import java.nio.charset.StandardCharsets;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Datagrams to a Unix socket, which Java has none of: one socket that sends and never waits. A message is taken whole or
 * not at all. For one thread.
 */
public final class LocalDatagrams implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x80800;
    private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
    private static final int FAMILY_BYTES = 2;

    /** sizeof sun_path, with the zero at its end. */
    private static final int PATH_BYTES = 108;

    private static final int MESSAGE_BYTES = 8_192;

    private final SocketCalls libc;
    private final Runtime runtime;
    private final Pointer address;
    private final int addressLength;
    private final Pointer message;
    private int fd = -1;

    /**
     * Nothing is sent yet.
     *
     * @param path of the socket; one that begins with @ is in the abstract name space
     * @throws IllegalArgumentException when it is longer than an address can be
     */
    public LocalDatagrams(String path) {
        var name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length >= PATH_BYTES) {
            throw new IllegalArgumentException(
                    "the path of a socket has 1 to " + (PATH_BYTES - 1) + " bytes, was \"" + path + "\"");
        }
        boolean unnamed = name[0] == '@';
        libc = LibraryLoader.create(SocketCalls.class).load("c");
        runtime = Runtime.getRuntime(libc);
        address = Memory.allocateDirect(runtime, FAMILY_BYTES + PATH_BYTES, true);
        address.putShort(0, (short) AF_UNIX);
        address.put(FAMILY_BYTES, name, 0, name.length);
        if (unnamed) {
            address.putByte(FAMILY_BYTES, (byte) 0);
        }
        addressLength = FAMILY_BYTES + name.length + (unnamed ? 0 : 1);
        message = Memory.allocateDirect(runtime, MESSAGE_BYTES, false);
    }

    /**
     * Sends it, up to 8 KiB of it; a receiver that has come anew is found again.
     *
     * @return whether it was taken; not so where nobody listens, or who does takes no more now
     */
    public boolean send(byte[] text) {
        int length = Math.min(text.length, MESSAGE_BYTES);
        message.put(0, text, 0, length);
        boolean connected = fd >= 0 || connect();
        if (connected && libc.send(fd, message, length, MSG_DONTWAIT_NOSIGNAL) == length) {
            return true;
        }
        if (connected && !full()) {
            close();
        }
        return false;
    }

    private boolean full() {
        int errno = runtime.getLastError();
        return errno == 11 || errno == 105; // EAGAIN, ENOBUFS
    }

    private boolean connect() {
        int opened = libc.socket(AF_UNIX, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0);
        if (opened < 0) {
            return false;
        }
        if (libc.connect(opened, address, addressLength) < 0) {
            libc.close(opened);
            return false;
        }
        fd = opened;
        return true;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            libc.close(fd);
            fd = -1;
        }
    }
}
