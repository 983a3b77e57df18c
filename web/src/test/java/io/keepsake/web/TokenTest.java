package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.web.http.Listen;
import io.keepsake.web.http.Secrets;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may look on over loopback: whoever may read the journal, and no page of another site for him. */
class TokenTest {
    @TempDir
    Path root;

    @BeforeEach
    void record() throws Exception {
        RecordedCluster.failovers(root, Instant.parse("2026-11-22T03:12:00Z"), "VI_1", 0);
    }

    private Served served() {
        return Served.of(Listen.local(0, Secrets.made("s3cret")), root, "node-a");
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void aLinkLeadsInOnceAndTheCookieFromThenOn() throws Exception {
        try (var served = served()) {
            assertEquals("", header(served.get("/"), "set-cookie"));
            assertEquals("", header(served.get("/?token=wrong"), "set-cookie"));
            assertEquals(401, served.get("/api/state?token=s3cret").statusCode());
            var in = served.get("/table?a=1&token=s3cret&b=%2F");
            assertEquals(303, in.statusCode());
            assertEquals("/table?a=1&b=%2F", header(in, "location"));
            var cookie = header(in, "set-cookie");
            assertTrue(cookie.contains("HTTPOnly") && cookie.contains("SameSite=Strict"), cookie);
            var shown = cookie.substring(0, cookie.indexOf(';'));
            for (var path : List.of("/api/state", "/api/timeline", "/api/events", "/report.html")) {
                assertEquals(200, served.get(path, "Cookie", shown).statusCode(), path);
                assertEquals(401, served.get(path, "Cookie", shown + "x").statusCode(), path);
                assertEquals(401, served.get(path).statusCode(), path);
            }
            assertEquals(
                    200,
                    served.get("/api/state", "Authorization", "Bearer s3cret").statusCode());
        }
    }

    @Test
    void whatHoldsNothingSecretNeedsNoToken() throws Exception {
        try (var served = served()) {
            for (var path : List.of("/", "/state", "/app.js", "/metrics", "/metrics/gen2brain", "/health/ready")) {
                assertEquals(200, served.get(path).statusCode(), path);
            }
            assertEquals(503, served.get("/health/live").statusCode());
            for (var path : List.of("/api/state", "/api/stream", "/report.html", "/nowhere", "/app.js/x")) {
                var refused = served.get(path);
                assertEquals(401, refused.statusCode(), path);
                assertEquals("", header(refused, "www-authenticate"), "the browser would ask by itself");
            }
        }
    }

    @Test
    void pagesOfOtherSitesGetNothing() throws Exception {
        for (var listen : List.of(Listen.local(0), Listen.local(0, Secrets.made("s3cret")))) {
            try (var served = Served.of(listen, root, "node-a")) {
                var bearer = List.of("Authorization", "Bearer s3cret");
                for (var headers : List.of(
                        List.of("Origin", "https://evil.example"),
                        List.of("Origin", "null"),
                        List.of("Origin", "http://127.0.0.1:1"),
                        List.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"),
                        List.of("Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors"),
                        List.of(
                                "Sec-Fetch-Site",
                                "cross-site",
                                "Sec-Fetch-Mode",
                                "navigate",
                                "Sec-Fetch-Dest",
                                "iframe"),
                        List.of(
                                "Sec-Fetch-Site",
                                "cross-site",
                                "Sec-Fetch-Mode",
                                "navigate",
                                "Sec-Fetch-Dest",
                                "document"))) {
                    for (var path : List.of("/api/state", "/metrics", "/report.html", "/app.js")) {
                        assertEquals(
                                403, served.get(path, with(headers, bearer)).statusCode(), path + headers);
                    }
                }
                var followed = List.of(
                        "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document");
                assertEquals(200, served.get("/", with(followed, bearer)).statusCode(), "a link that is followed");
                var own = List.of("Sec-Fetch-Site", "same-origin", "Origin", "http://127.0.0.1:" + served.port());
                assertEquals(200, served.get("/api/state", with(own, bearer)).statusCode());
                assertEquals(
                        200,
                        served.get("/", with(List.of("Sec-Fetch-Site", "none"), bearer))
                                .statusCode());
            }
        }
    }

    private static String[] with(List<String> one, List<String> other) {
        return java.util.stream.Stream.concat(one.stream(), other.stream()).toArray(String[]::new);
    }

    @Test
    void aForeignNameForLoopbackIsRefusedWithTheTokenToo() throws Exception {
        try (var served = served();
                var socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.getOutputStream()
                    .write("GET /?token=s3cret HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 421", status);
        }
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theTokenIsKeptWhereOnlyReadersOfTheJournalReadIt() throws Exception {
        var run = root.resolve("run");
        var made = TokenFile.in(List.of(run), root.resolve("node-a"));
        var file = run.resolve("token");
        assertEquals(file, made.file());
        assertEquals(made.token(), Files.readString(file).strip());
        assertEquals(43, made.token().length());
        assertEquals("rw-r-----", mode(file));
        assertEquals("rwxr-x---", mode(run));
        assertEquals(Files.getAttribute(root.resolve("node-a"), "unix:gid"), Files.getAttribute(file, "unix:gid"));
        assertEquals(made, TokenFile.in(List.of(run), root.resolve("node-a")), "pages that are open stay so");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertNotEquals(
                made.token(), TokenFile.in(List.of(run), root.resolve("node-a")).token());
        assertEquals("rw-r-----", mode(file));
    }

    @Test
    void aDirectoryThatOthersMayWriteHoldsNoToken() throws Exception {
        var open = Files.createDirectory(root.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        var link = Files.createSymbolicLink(root.resolve("link"), Files.createDirectory(root.resolve("aim")));
        var next = root.resolve("next");
        assertEquals(
                next.resolve("token"),
                TokenFile.in(List.of(open, link, next), root.resolve("node-a")).file());
        var nowhere = TokenFile.in(List.of(open, root.resolve("none/deep")), root.resolve("node-a"));
        assertNull(nowhere.file());
        assertEquals(43, nowhere.token().length());
        assertEquals(
                List.of(Path.of("/run/a"), Path.of("/run/keepsake-web"), Path.of("/run/user/7/keepsake-web")),
                TokenFile.directories(Map.of("RUNTIME_DIRECTORY", "/run/a:/run/b", "XDG_RUNTIME_DIR", "/run/user/7")));
    }

    @Test
    void theLinkThatIsPrintedWorksAndNothingElseDoes() throws Exception {
        try (var web = WebProcess.asking(root, "node-a")) {
            assertEquals(401, web.status("/api/state"));
            assertEquals(303, web.status("/?token=" + web.token()));
            // while the journal is read for the first time there are no metrics
            Awaitility.await().forever().until(() -> web.status("/health/ready") == 200);
            assertEquals(200, web.status("/metrics"));
            assertEquals(web.token(), Files.readString(root.resolve("token")).strip());
        }
    }

    private static String over(Path socket, String request) throws Exception {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aUnixSocketIsForTheReadersOfTheJournal() throws Exception {
        var socket = root.resolve("web.sock");
        var request = "GET /api/state HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket));
        }
        try (var served = Served.of(Listen.unix(socket, Secrets.NONE), root, "node-a")) {
            assertEquals("rw-rw----", mode(socket));
            assertEquals(
                    Files.getAttribute(root.resolve("node-a"), "unix:gid"), Files.getAttribute(socket, "unix:gid"));
            var answer = over(socket, request);
            assertTrue(answer.startsWith("HTTP/1.1 200") && answer.contains("\"name\":\"node-a\""), answer);
            var second = org.junit.jupiter.api.Assertions.assertThrows(
                    IllegalStateException.class, () -> Served.of(Listen.unix(socket, Secrets.NONE), root, "node-a"));
            assertTrue(String.valueOf(second.getMessage()).contains("another process listens"), second.getMessage());
            assertEquals(-1, served.port());
        }
        assertFalse(Files.exists(socket));
    }
}
