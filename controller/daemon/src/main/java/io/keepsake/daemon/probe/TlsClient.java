package io.keepsake.daemon.probe;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS as keepalived's SSL_GET does it: any certificate is as good as any other, a name is told only where one is
 * configured, and every session is a new one. {@link TlsPolicy} says which versions and ciphers. Made when the first is
 * needed. One thread.
 */
final class TlsClient {
    /** The longest that one record decrypts to. */
    private static final int PLAIN_BYTES = 34_000;

    private @Nullable SSLContext context;
    private final ByteBuffer plain = ByteBuffer.allocate(PLAIN_BYTES);

    /** A new session, in which nothing has been said yet. */
    TlsSession begin(@Nullable SNIServerName name) {
        var engine = context().createSSLEngine();
        engine.setUseClientMode(true);
        if (name != null) {
            tell(engine, name);
        }
        return new TlsSession(engine, plain);
    }

    private static void tell(SSLEngine engine, SNIServerName name) {
        var parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(name));
        engine.setSSLParameters(parameters);
    }

    /**
     * The name as TLS carries it.
     *
     * @throws IllegalArgumentException when it can be none
     */
    static SNIServerName name(String text) {
        try {
            return new SNIHostName(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("sni_name " + text + " is no host name", e);
        }
    }

    private SSLContext context() {
        if (context == null) {
            context = trusting();
        }
        return context;
    }

    private static SSLContext trusting() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** Checks ask whether a server answers, not who it is. */
    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
