package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that take long: they are bounded in number, and keep nobody else waiting. */
class OverloadTest {
    private static final String SLOW = "/api/events?limit=1000";

    @TempDir
    Path root;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void record() throws Exception {
        SlowDisk.record(root, "node-a");
    }

    private CompletableFuture<HttpResponse<String>> ask(Served served, String path) {
        return client.sendAsync(HttpRequest.newBuilder(served.uri(path)).build(), BodyHandlers.ofString());
    }

    private static void metric(Served served, String line) {
        Awaitility.await(line).forever().until(() -> served.body("/metrics").contains("\n" + line + "\n"));
    }

    @Test
    void slowQuestionsKeepNobodyFromMetricsAndHealth() throws Exception {
        try (var served = Served.of(root, "node-a")) {
            List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
            try (var _ = SlowDisk.at(root, "node-a")) {
                for (int i = 0; i < 70; i++) {
                    asked.add(ask(served, SLOW));
                }
                metric(served, "keepsake_web_requests_refused_total 4.0");
                assertEquals(200, served.get("/health/ready").statusCode());
                var late = served.get(SLOW);
                assertEquals(503, late.statusCode());
                assertEquals("2", late.headers().firstValue("retry-after").orElse(""));
                assertEquals(4, asked.stream().filter(CompletableFuture::isDone).count());
            }
            for (var each : asked) {
                each.join();
            }
            assertEquals(200, served.get("/api/timeline").statusCode());
        }
    }

    @Test
    void nothingIsDoneForWhoeverHasGone() throws Exception {
        try (var served = Served.of(root, "node-a");
                var first = socket(served);
                var second = socket(served)) {
            try (var _ = SlowDisk.at(root, "node-a")) {
                send(first, SLOW);
                send(second, SLOW);
                heard(served);
                try (var third = socket(served)) {
                    send(third, SLOW);
                    heard(served);
                }
                heard(served);
            }
            metric(served, "keepsake_web_requests_abandoned_total 1.0");
        }
    }

    @Test
    void aReportIsSentWhileItIsMadeAndTheNextOneWaitsForItsEnd() throws Exception {
        try (var served = Served.of(root, "node-a")) {
            try (var _ = SlowDisk.at(root, "node-a");
                    var socket = socket(served)) {
                send(socket, "/report.html");
                var head = until(socket.getInputStream(), "<pre id=\"data\" hidden>");
                assertTrue(head.contains("transfer-encoding: chunked"), head);
                var second = served.get("/report.html");
                assertEquals(503, second.statusCode(), second.body());
                assertEquals("10", second.headers().firstValue("retry-after").orElse(""));
                assertEquals(200, served.get("/api/timeline").statusCode(), "the page goes on");
            }
            Awaitility.await("the first has ended")
                    .forever()
                    .until(() -> served.get("/report.html").statusCode() == 200);
        }
    }

    /** A journal that cannot be read any further must not look like a whole report. */
    @Test
    void aReportThatCannotBeEndedIsCutOff() throws Exception {
        try (var served = Served.of(root, "node-a");
                var socket = socket(served)) {
            try (var disk = SlowDisk.at(root, "node-a")) {
                send(socket, "/report.html");
                until(socket.getInputStream(), "<pre id=\"data\" hidden>");
                disk.breaks();
            }
            var rest = new String(rest(socket.getInputStream()), StandardCharsets.UTF_8);
            assertFalse(rest.contains("\r\n0\r\n"), rest);
        }
    }

    private static byte[] rest(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException reset) {
            return new byte[0];
        }
    }

    /** A connection that the server has taken in: another thread accepts it than the one that then reads it. */
    private static Socket socket(Served served) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), served.port());
        send(socket, "/health/ready");
        until(socket.getInputStream(), "\r\n\r\n");
        return socket;
    }

    /**
     * Waits until the server has read what open connections sent, or that they were closed: the first of these may be
     * answered before it in the same round of its event loop, and the second comes in a later round.
     */
    private static void heard(Served served) throws Exception {
        served.get("/health/ready");
        served.get("/health/ready");
    }

    private static void send(Socket socket, String path) throws IOException {
        var request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static String until(InputStream in, String text) throws IOException {
        var read = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            read.append((char) octet);
            if (read.toString().endsWith(text)) {
                return read.toString();
            }
        }
        throw new IOException("it ended before " + text + ": " + read);
    }
}
