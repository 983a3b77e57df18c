package io.keepsake.adapter.netlink.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;

/** What the tests need of libc. */
public final class NamespaceCalls {
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int CAPABILITY_VERSION_3 = 0x2008_0522;

    /** The calls by their C names. */
    public interface LibC {
        int unshare(int flags);

        int capset(@In ByteBuffer header, @In ByteBuffer sets);
    }

    private NamespaceCalls() {}

    /** Moves the calling thread into a network namespace of its own; it needs root. */
    public static void enterNewNetwork() {
        var c = LibraryLoader.create(LibC.class).load("c");
        if (c.unshare(CLONE_NEWNET) != 0) {
            throw new IllegalStateException("unshare(CLONE_NEWNET) failed with errno "
                    + Runtime.getRuntime(c).getLastError() + "; these tests need root");
        }
    }

    /** Takes every capability from the calling thread for good. */
    public static void dropCapabilities() {
        var c = LibraryLoader.create(LibC.class).load("c");
        var header = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).putInt(0, CAPABILITY_VERSION_3);
        if (c.capset(header, ByteBuffer.allocateDirect(24)) != 0) {
            throw new IllegalStateException(
                    "capset failed with errno " + Runtime.getRuntime(c).getLastError());
        }
    }
}
