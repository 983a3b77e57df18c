package io.keepsake.web.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens and who may ask.
 *
 * @param host loopback, unless {@code certificate} and one of {@code token} and {@code basic} are there
 * @param port 0 for any that is free
 * @param certificate PEM; null for plain HTTP
 * @param key PEM; of the certificate
 * @param token what a bearer must show, or a password of whatever user
 * @param basic {@code user:password}
 */
public record Listen(
        String host,
        int port,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable String token,
        @Nullable String basic) {

    public Listen {
        if (!loopback(host) && (certificate == null || key == null)) {
            throw new IllegalArgumentException("an address other than loopback needs TLS: expected --tls-cert and "
                    + "--tls-key, found neither for " + host);
        }
        if (!loopback(host) && token == null && basic == null) {
            throw new IllegalArgumentException(
                    "an address other than loopback needs a secret: expected --token-file or "
                            + "--basic-file, found neither for " + host);
        }
    }

    /** Plain HTTP on loopback. */
    public static Listen local(int port) {
        return new Listen("127.0.0.1", port, null, null, null, null);
    }

    static boolean loopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    public boolean tls() {
        return certificate != null && key != null;
    }
}
