package io.keepsake.adapter.netlink.sys;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** The C library, bound. Binding it costs some tenths of a second in a cold JVM. */
public final class SystemCalls {
    private final LibC c;
    private final Runtime runtime;

    private SystemCalls(LibC c) {
        this.c = c;
        runtime = Runtime.getRuntime(c);
    }

    public static SystemCalls load() {
        return new SystemCalls(LibraryLoader.create(LibC.class).load("c"));
    }

    public LibC c() {
        return c;
    }

    /** Why this thread's last call failed. A call that succeeds leaves the number of an earlier failure in place. */
    public int errno() {
        return runtime.getLastError();
    }
}
