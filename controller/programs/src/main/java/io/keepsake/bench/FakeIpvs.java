package io.keepsake.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A library to be loaded before keepalived's own, which answers yes to every question to IPVS: so that its checkers run on
 * a kernel without IPVS. Made with {@code cc}.
 */
final class FakeIpvs {
    private static final String SOURCE = """
            struct nl_sock; struct nl_msg;
            typedef int (*handler)(struct nl_msg *, void *);
            static handler acknowledged;
            static void *argument;
            int genl_ctrl_resolve(struct nl_sock *s, const char *name) { return 77; }
            int nl_send_auto(struct nl_sock *s, struct nl_msg *m) { return 1; }
            int nl_socket_modify_cb(struct nl_sock *s, int type, int kind, handler h, void *a) {
                if (type == 4 /* NL_CB_ACK */) { acknowledged = h; argument = a; }
                return 0;
            }
            int nl_recvmsgs_default(struct nl_sock *s) {
                if (acknowledged) acknowledged(0, argument);
                return 0;
            }
            """;

    private FakeIpvs() {}

    /** Makes the library in {@code home}. */
    static Path make(Path home) throws IOException, InterruptedException {
        var source = Files.writeString(home.resolve("fake-ipvs.c"), SOURCE);
        var library = home.resolve("fake-ipvs.so");
        var cc = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                .redirectErrorStream(true)
                .start();
        var printed = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (cc.waitFor() != 0) {
            throw new IOException("cc failed: " + printed);
        }
        return library;
    }
}
