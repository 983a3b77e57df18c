package io.keepsake.web.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens and who may ask.
 *
 * @param host loopback, unless {@code certificate} and a given secret are there
 * @param port 0 for any that is free
 * @param socket a Unix socket instead; whoever may open it may ask
 * @param certificate PEM; null for plain HTTP
 * @param key PEM; of the certificate
 */
public record Listen(
        String host,
        int port,
        @Nullable Path socket,
        @Nullable Path certificate,
        @Nullable Path key,
        Secrets secrets) {

    public Listen {
        if (socket == null && !loopback(host) && (certificate == null || key == null)) {
            throw new IllegalArgumentException("an address other than loopback needs TLS: expected --tls-cert and "
                    + "--tls-key, found neither for " + host);
        }
        if (socket == null && !loopback(host) && (secrets.none() || secrets.made())) {
            throw new IllegalArgumentException(
                    "an address other than loopback needs a secret: expected --token-file or "
                            + "--basic-file, found neither for " + host);
        }
    }

    /** Plain HTTP on loopback, for everyone on this machine. */
    public static Listen local(int port) {
        return local(port, Secrets.NONE);
    }

    /** Plain HTTP on loopback. */
    public static Listen local(int port, Secrets secrets) {
        return new Listen("127.0.0.1", port, null, null, null, secrets);
    }

    /** A Unix socket. */
    public static Listen unix(Path socket, Secrets secrets) {
        return new Listen("localhost", 0, socket, null, null, secrets);
    }

    /** Whether a host is this machine as only itself reaches it. */
    public static boolean loopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    public boolean tls() {
        return certificate != null && key != null;
    }

    @Override
    public String toString() {
        return socket == null ? host + ":" + port : "unix:" + socket;
    }
}
