package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.adapter.netlink.socket.Errno;

/** The kernel did not answer a question about IPVS, but gave an errno. */
final class KernelRefusal extends Exception {
    private final int errno;

    KernelRefusal(String question, int errno) {
        super(question + ": " + Errno.text(errno) + advice(errno), null, false, false);
        this.errno = errno;
    }

    private static String advice(int errno) {
        return errno == Errno.ENOENT ? "; the kernel has no IPVS: load the module ip_vs" : Errno.advice(errno);
    }

    int errno() {
        return errno;
    }

    /** For people. */
    String detail() {
        return "ipvs: " + getMessage();
    }
}
