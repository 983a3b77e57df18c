package io.keepsake.adapter.netlink.sys;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** The C library, bound; for any number of threads. */
public final class SystemCalls {
    private final LibC c;
    private final Runtime runtime;

    private SystemCalls(LibC c) {
        this.c = c;
        runtime = Runtime.getRuntime(c);
    }

    /** The one binding; the first call makes it, which costs some tenths of a second in a cold JVM. */
    public static SystemCalls load() {
        return Bound.ONCE;
    }

    public LibC c() {
        return c;
    }

    private static final class Bound {
        static final SystemCalls ONCE =
                new SystemCalls(LibraryLoader.create(LibC.class).load("c"));
    }

    /** Why this thread's last call failed. A call that succeeds leaves the number of an earlier failure in place. */
    public int errno() {
        return runtime.getLastError();
    }
}
