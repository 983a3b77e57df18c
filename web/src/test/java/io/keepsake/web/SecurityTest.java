package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.web.http.Listen;
import io.keepsake.web.http.Secrets;
import io.keepsake.web.page.Page;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may not be asked, by whom, and what is never said. */
class SecurityTest {
    @TempDir
    Path root;

    private void failovers() throws Exception {
        RecordedCluster.failovers(root, Instant.parse("2026-11-22T03:12:00Z"), "VI_1", 0);
    }

    private Served served() {
        return Served.of(root, "node-a", "node-b", "node-c");
    }

    @Test
    void theDeadAreNeverMaster() throws Exception {
        failovers();
        try (var served = served()) {
            var state = served.body("/api/state");
            assertFalse(state.contains("\"role\":\"MASTER\""), state);
            assertTrue(state.contains("\"was\":\"MASTER\""), state);
            var live = served.get("/health/live");
            assertEquals(503, live.statusCode());
            assertTrue(live.body().contains("DEAD"), live.body());
            assertTrue(served.body("/metrics?node=node-c").contains("keepalived_up 0"), "not up");
            assertFalse(served.body("/metrics?node=node-c").contains("keepalived_vrrp_state{"), "no state of the dead");
        }
    }

    @Test
    void itOnlyReads() throws Exception {
        failovers();
        try (var served = served()) {
            for (var method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
                var request = HttpRequest.newBuilder(served.uri("/api/state"))
                        .method(method, HttpRequest.BodyPublishers.ofString("x"))
                        .build();
                var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
                assertEquals(405, answer.statusCode(), method);
            }
        }
    }

    @Test
    void everythingIsSentWithAPolicyThatRunsNothingForeign() throws Exception {
        failovers();
        try (var served = served()) {
            for (var path : new String[] {"/", "/app.js", "/api/state", "/metrics", "/nowhere"}) {
                var policy = served.get(path)
                        .headers()
                        .firstValue("content-security-policy")
                        .orElse("");
                assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), path + policy);
                assertFalse(policy.contains("unsafe"), policy);
            }
            for (var script : Page.SCRIPTS) {
                var text = Page.text(script);
                assertFalse(
                        text.contains("innerHTML") || text.contains("insertAdjacentHTML") || text.contains("eval("),
                        script);
            }
        }
    }

    @Test
    void otherAddressesNeedASecretAndTls() {
        var noTls = assertThrows(
                IllegalArgumentException.class,
                () -> new Listen("0.0.0.0", 0, null, null, null, Secrets.given("secret", null)));
        assertTrue(String.valueOf(noTls.getMessage()).contains("TLS"));
        var noSecret = assertThrows(
                IllegalArgumentException.class,
                () -> new Listen("0.0.0.0", 0, null, Path.of("c.pem"), Path.of("k.pem"), Secrets.made("t")));
        assertTrue(String.valueOf(noSecret.getMessage()).contains("secret"));
    }

    @Test
    void aSecretIsAskedFor() throws Exception {
        failovers();
        try (var served = Served.of(Listen.local(0, Secrets.given("s3cret", "ops:pass")), root, "node-a")) {
            assertEquals(401, served.get("/api/state").statusCode());
            assertEquals(401, served.get("/", "Authorization", "Bearer wrong").statusCode());
            assertEquals(
                    200,
                    served.get("/api/state", "Authorization", "Bearer s3cret").statusCode());
            assertEquals(
                    200,
                    served.get("/api/state", "Authorization", basic("any:s3cret"))
                            .statusCode());
            assertEquals(
                    200,
                    served.get("/api/state", "Authorization", basic("ops:pass")).statusCode());
            assertEquals(
                    401,
                    served.get("/metrics", "Authorization", basic("ops:wrong")).statusCode());
            assertEquals(
                    401, served.get("/metrics", "Authorization", "Basic ???").statusCode());
        }
    }

    @Test
    void otherAddressesAreServedOverTls() throws Exception {
        failovers();
        var pem = Pem.make(root);
        var listen = new Listen("0.0.0.0", 0, null, pem.certificate(), pem.key(), Secrets.given("s3cret", null));
        try (var served = Served.of(listen, root, "node-a")) {
            var client = HttpClient.newBuilder().sslContext(pem.trust()).build();
            var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + served.port() + "/api/state"));
            assertEquals(
                    401, client.send(request.build(), BodyHandlers.ofString()).statusCode());
            request.header("Authorization", "Bearer s3cret");
            var answer = client.send(request.build(), BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertTrue(answer.headers().firstValue("strict-transport-security").isPresent());
        }
    }

    @Test
    void aForeignNameForLoopbackIsRefused() throws Exception {
        failovers();
        try (var served = served();
                var socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.getOutputStream()
                    .write("GET /api/state HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 421", status);
        }
    }

    private static String basic(String userPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userPassword.getBytes(StandardCharsets.UTF_8));
    }
}
