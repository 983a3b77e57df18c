package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.Check.HttpVersion;
import io.keepsake.core.config.Check.StatusRange;
import io.keepsake.core.config.Check.Url;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SSL_GET against servers with old TLS: what OpenSSL's client accepts by its defaults passes. */
final class OpenSslCheckTest {
    @TempDir
    private static Path home;

    @BeforeAll
    static void certificate() throws IOException, InterruptedException {
        Nginx.run(
                home,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem",
                "-days",
                "1",
                "-subj",
                "/CN=nobody.invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-tls1_3",
                "-tls1_2",
                "-tls1_2 -cipher AES256-SHA:@SECLEVEL=0",
                "-tls1_2 -cipher AES128-SHA256:@SECLEVEL=0",
                "-tls1_2 -cipher AES256-GCM-SHA384",
                "-tls1_2 -cipher DHE-RSA-AES128-SHA:@SECLEVEL=0",
                "-tls1_1 -cipher AES256-SHA:@SECLEVEL=0",
                "-tls1 -cipher AES128-SHA:@SECLEVEL=0"
            })
    void whatOpenSslAcceptsPasses(String options) throws IOException, InterruptedException {
        try (var server = Server.start(options.split(" ", -1))) {
            assertTrue(server.openSslConnects(), "OpenSSL itself must accept it");
            assertEquals("PASSED GET /: status 200", server.check(null));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-tls1_2 -cipher ADH-AES128-SHA:@SECLEVEL=0",
                "-tls1_2 -cipher NULL-SHA256:@SECLEVEL=0",
                "-tls1_2 -cipher CAMELLIA128-SHA:@SECLEVEL=0"
            })
    void whatOpenSslRefusesFails(String options) throws IOException, InterruptedException {
        try (var server = Server.start(options.split(" ", -1))) {
            assertTrue(!server.openSslConnects(), "OpenSSL itself must refuse it");
            assertTrue(server.check(null).startsWith("TLS "), server.check(null));
        }
    }

    /** The server warns and goes on with its usual certificate. */
    @Test
    void aNameThatTheServerDoesNotKnowIsOnlyAWarning() throws IOException, InterruptedException {
        try (var server =
                Server.start("-tls1_2", "-servername", "www.a.test", "-cert2", "cert.pem", "-key2", "key.pem")) {
            assertEquals("PASSED GET /: status 200", server.check("www.a.test"));
            assertEquals("PASSED GET /: status 200", server.check("www.b.test"));
        }
    }

    @Test
    void onlyThreeEntriesLeaveTheList() {
        assertEquals(
                "SSLv3, RC4, 3DES_EDE_CBC, TLSv1.0, anon, ECDH",
                TlsPolicy.allowing("SSLv3, TLSv1, TLSv1.1, RC4, 3DES_EDE_CBC, TLSv1.0, anon,  ECDH,TLS_RSA_*"));
    }

    /** A server that answers every GET with a page of 200. */
    private record Server(Process process, int port) implements AutoCloseable {
        static Server start(String... options) throws IOException {
            int port;
            try (var socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            var command = new ArrayList<>(List.of("openssl", "s_server", "-www", "-accept", "127.0.0.1:" + port));
            command.addAll(List.of("-cert", "cert.pem", "-key", "key.pem"));
            command.addAll(List.of(options));
            var process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("server.log").toFile())
                    .start();
            Await.until("openssl s_server", Duration.ofSeconds(20), () -> answers(port));
            return new Server(process, port);
        }

        private static boolean answers(int port) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 500);
                return true;
            } catch (IOException _) {
                return false;
            }
        }

        /** Whether OpenSSL's own client makes a session, with its defaults. */
        boolean openSslConnects() throws IOException, InterruptedException {
            var client = new ProcessBuilder("openssl", "s_client", "-connect", "127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("client.log").toFile())
                    .start();
            client.getOutputStream().close();
            return client.waitFor() == 0;
        }

        String check(@Nullable String sni) {
            var url = new Url("/", null, sni, List.of(new StatusRange(200, 299)), null, null, List.of(), false, 0, 0);
            var check = new Check.Http(true, HttpVersion.HTTP_1_0, false, List.of(url));
            return Probing.text(Probing.once(
                    Probing.checker(check, Probing.local(port), 10 * Probing.SECOND, 60 * Probing.SECOND, 0)));
        }

        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
