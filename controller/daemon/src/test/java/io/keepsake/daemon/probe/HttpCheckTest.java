package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.Check.HttpVersion;
import io.keepsake.core.config.Check.StatusRange;
import io.keepsake.core.config.Check.Url;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.ProbeTarget;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Patience;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP_GET against servers that are right, wrong, and rude. */
final class HttpCheckTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String HELLO_MD5 = "5d41402abc4b2a76b9719d911017c592";

    static Url url(String path, @Nullable String digest, @Nullable String regex, String... options) {
        return new Url(
                path, null, null, List.of(new StatusRange(200, 299)), digest, regex, List.of(options), false, 0, 0);
    }

    static Url plain(String path) {
        return url(path, null, null);
    }

    static Check.Http get(HttpVersion version, Url... urls) {
        return new Check.Http(false, version, false, List.of(urls));
    }

    private static Check.Http get(Url... urls) {
        return get(HttpVersion.HTTP_1_0, urls);
    }

    /** What is told of one check of a server that answers this. */
    private static String answered(String answer, Url url) throws IOException {
        try (var server = ScriptedServer.answering(answer)) {
            return Probing.text(Probing.once(get(HttpVersion.HTTP_1_1, url), Probing.local(server.port())));
        }
    }

    private static String answered(String answer) throws IOException {
        return answered(answer, plain("/"));
    }

    /** The same, of a server with a script, which must be over soon after that time. */
    private static String endured(Duration time, Url url, ScriptedServer.Script script) throws IOException {
        try (var server = ScriptedServer.start(script)) {
            long begin = System.nanoTime();
            var event = Probing.once(
                    Probing.checker(get(url), Probing.local(server.port()), time.toNanos(), 60 * Probing.SECOND, 0));
            var took = Duration.ofNanos(System.nanoTime() - begin);
            assertTrue(took.compareTo(time.plus(Patience.scaled(Duration.ofSeconds(5)))) < 0, "it took " + took);
            return Probing.text(event);
        }
    }

    private static String endured(ScriptedServer.Script script) throws IOException {
        return endured(SHORT, plain("/"), script);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_1_0, 'GET /a?b HTTP/1.0|User-Agent: KeepAliveClient|Host: 127.0.0.1:PORT||'",
        "HTTP_1_0_CLOSE, 'GET /a?b HTTP/1.0|User-Agent: KeepAliveClient|Connection: close|Host: 127.0.0.1:PORT||'",
        "HTTP_1_1, 'GET /a?b HTTP/1.1|User-Agent: KeepAliveClient|Connection: close|Host: 127.0.0.1:PORT||'"
    })
    void asksAsKeepalivedDoes(HttpVersion version, String request) throws IOException {
        try (var server = ScriptedServer.answering(OK + "Content-Length: 2\r\n\r\nok")) {
            var event = Probing.once(get(version, plain("/a?b")), Probing.local(server.port()));
            assertEquals("PASSED GET /a?b: status 200", Probing.text(event));
            var expected = request.replace("|", "\r\n").replace("PORT", "" + server.port());
            assertEquals(List.of(expected), server.requests());
            var timing = Probing.timing(event);
            assertTrue(timing.connectNanos() > 0 && timing.firstByteNanos() > 0 && timing.tlsNanos() == 0, timing + "");
        }
    }

    @Test
    void virtualhostIsTheHost() throws IOException {
        try (var server = ScriptedServer.answering(OK + "\r\n")) {
            var url = new Url(
                    "/",
                    "www.example.org",
                    null,
                    List.of(new StatusRange(200, 200)),
                    null,
                    null,
                    List.of(),
                    false,
                    0,
                    0);
            Probing.once(get(url), Probing.local(server.port()));
            assertTrue(server.requests().getFirst().contains("\r\nHost: www.example.org\r\n"), server.requests() + "");
        }
    }

    @Test
    void theStatusDecides() throws IOException {
        assertEquals("STATUS GET /: status 503, expected 200-299", answered("HTTP/1.1 503 Busy\r\n\r\n"));
        assertEquals(
                "STATUS GET /: status 302, expected 200-299", answered("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n"));
        assertEquals("PASSED GET /: status 204", answered("HTTP/1.1 204 No Content\r\n\r\n"));
        assertEquals("PASSED GET /: status 200", answered("HTTP/1.0 200\n\n"));
        assertEquals("PASSED GET /: status 200", answered("HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + OK + "\r\n"));
        var url = new Url(
                "/",
                null,
                null,
                List.of(new StatusRange(200, 200), new StatusRange(400, 404)),
                null,
                null,
                List.of(),
                false,
                0,
                0);
        assertEquals("PASSED GET /: status 404", answered("HTTP/1.1 404 Not Found\r\n\r\n", url));
        assertEquals("STATUS GET /: status 500, expected 200 400-404", answered("HTTP/1.1 500 Oh\r\n\r\n", url));
    }

    /** Also without digest and regex: a server that stops within its answer hangs. A wrong status is told at once. */
    @Test
    void theBodyIsWaitedFor() throws IOException {
        assertEquals("TIMEOUT timed out after 0.4 s: waited for the end of the body", endured((it, client) -> {
            it.hearRequest(client);
            ScriptedServer.say(client, OK + "Content-Length: 300000\r\n\r\n");
            it.hold();
        }));
        assertEquals("STATUS GET /: status 500, expected 200-299", endured((it, client) -> {
            it.hearRequest(client);
            ScriptedServer.say(client, "HTTP/1.1 500 Oh\r\nContent-Length: 300000\r\n\r\n");
            it.hold();
        }));
    }

    /** Where only the status is asked for, whatever the body is like. */
    @Test
    void theStatusAloneDecides() throws IOException {
        var passed = "PASSED GET /: status 200";
        assertEquals(passed, answered(OK + "Content-Length: 9\r\n\r\nhello"));
        assertEquals(passed, answered(OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"));
        assertEquals(passed, endured(LONG, plain("/"), (it, client) -> {
            ScriptedServer.say(client, OK + "\r\n");
            ScriptedServer.flood(client, "x");
        }));
    }

    /** A server whose answer was not read to its end sees a reset, and writes of a broken pipe into its log. */
    @Test
    void theServerSeesAnEndAndNoReset() throws IOException {
        var large = "x".repeat(300_000);
        var counted = "Content-Length: 300000\r\n\r\n" + large;
        assertEquals("end", seenByTheServer(plain("/"), 0, OK + counted));
        assertEquals("end", seenByTheServer(plain("/"), 0, "HTTP/1.0 200 OK\r\n\r\n" + large));
        assertEquals("end", seenByTheServer(plain("/"), 0, "HTTP/1.1 503 Busy\r\n" + counted));
        assertEquals("end", seenByTheServer(url("/", null, "y"), 0, OK + counted));
        assertEquals("end", seenByTheServer(url("/", HELLO_MD5, null), 0, OK + counted + "and more"));
        assertEquals("end", seenByTheServer(plain("/"), freePort(), OK + counted), "with bind_port");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What comes of the connection of one check when the server has said its answer and ends its side. */
    private static String seenByTheServer(Url url, int bindPort, String answer) throws IOException {
        var seen = new CompletableFuture<String>();
        try (var server = ScriptedServer.start((it, client) -> {
                    try {
                        it.hearRequest(client);
                        ScriptedServer.say(client, answer);
                        client.shutdownOutput();
                        seen.complete(client.getInputStream().read() < 0 ? "end" : "more");
                    } catch (IOException e) {
                        seen.complete(e.toString());
                    }
                });
                var probing = new Probing()) {
            var remote = Probing.local(server.port()).remote();
            var target = new ProbeTarget(remote, null, bindPort, null, 0);
            probing.configure(Probing.checker(
                    get(HttpVersion.HTTP_1_1, url), target, 10 * Probing.SECOND, 60 * Probing.SECOND, 0));
            return Await.value(
                    "what the server sees", Duration.ofSeconds(20), () -> Optional.ofNullable(seen.getNow(null)));
        }
    }

    /** A server that keeps the connection, whatever it was asked: it is left when the time of the check is over. */
    @Test
    void aServerThatDoesNotEndIsLeft() throws IOException {
        var ends = new CopyOnWriteArrayList<Long>();
        try (var server = ScriptedServer.start((it, client) -> {
                    it.hearRequest(client);
                    ScriptedServer.say(client, OK + "Content-Length: 2\r\n\r\nok");
                    ends.add((long) client.getInputStream().read());
                });
                var probing = new Probing()) {
            probing.configure(Probing.checker(
                    get(plain("/")), Probing.local(server.port()), SHORT.toNanos(), 60 * Probing.SECOND, 0));
            Await.until("the end", Duration.ofSeconds(20), () -> !ends.isEmpty());
            assertEquals(List.of(-1L), ends);
            assertEquals("PASSED GET /: status 200", Probing.text(probing.first()));
        }
    }

    @Test
    void garbageIsNoStatusLine() throws IOException {
        assertEquals(
                "PROTOCOL GET /: expected an HTTP status line, was \"SSH-2.0-OpenSSH_9.2\"",
                answered("SSH-2.0-OpenSSH_9.2"));
        assertEquals(
                "PROTOCOL GET /: expected an HTTP status line, was \"HTTP/1.1 2000 OK\"",
                answered("HTTP/1.1 2000 OK\r\n\r\n"));
        assertEquals("PROTOCOL GET /: expected an HTTP status line, was \"?[31mhello\"", answered("\u001b[31mhello"));
        assertEquals(
                "PROTOCOL GET /: expected one Content-Length, was \"7\" after 5",
                answered(OK + "Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello"));
        assertEquals(
                "PROTOCOL GET /: expected one Content-Length, was \"-1\"", answered(OK + "Content-Length: -1\r\n\r\n"));
    }

    @Test
    void anEarlyEndIsNoAnswer() throws IOException {
        assertEquals("CLOSED GET /: the server closed the connection before the first byte", answered(""));
        assertEquals("CLOSED GET /: the server closed the connection before the status line", answered("HTTP/1"));
        assertEquals(
                "CLOSED GET /: the server closed the connection before the end of the header",
                answered(OK + "Server: x"));
        assertEquals(
                "CLOSED GET /: the server closed the connection before the end of the body",
                answered(OK + "Content-Length: 9\r\n\r\nhello", url("/", HELLO_MD5, null)));
        assertEquals(
                "CLOSED GET /: the server closed the connection before the end of the body",
                answered(OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", url("/", HELLO_MD5, null)));
    }

    @Test
    void theDigestIsOfTheBodyAsItComes() throws IOException {
        var url = url("/", HELLO_MD5, null);
        assertEquals("PASSED GET /: status 200", answered(OK + "\r\nhello", url));
        assertEquals("PASSED GET /: status 200", answered(OK + "Content-Length: 5\r\n\r\nhello", url));
        assertEquals(
                "DIGEST GET /: the digest is 02fd1c83a6357cea3705c2aeb3b24625, expected " + HELLO_MD5,
                answered(
                        OK + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: t\r\n\r\n",
                        url));
        assertEquals(
                "DIGEST GET /: the digest is 7d793037a0760186574b0282f2f435e7, expected " + HELLO_MD5,
                answered(OK + "\r\nworld", url));
        assertEquals(
                "PROTOCOL GET /: expected the size of a chunk, was \"xyz\"",
                answered(OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", url));
        assertEquals(
                "PROTOCOL GET /: expected the end of a chunk, was \"oops\"",
                answered(OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nheoops\r\n", url));
    }

    @Test
    void theRegexIsLookedForInTheBody() throws IOException {
        assertEquals("PASSED GET /: status 200", answered(OK + "\r\nall is well", url("/", null, "is +well")));
        assertEquals(
                "REGEX GET /: regex \"is +well\" not found", answered(OK + "\r\nnothing", url("/", null, "is +well")));
        assertEquals("PASSED GET /: status 200", answered(OK + "\r\nWELL", url("/", null, "well", "caseless")));
        assertEquals("LOCAL regex ( is not understood: Unclosed group", answered(OK + "\r\n", url("/", null, "(")));
        assertEquals(
                "LOCAL regex_options ungreedy is not supported",
                answered(OK + "\r\n", url("/", null, "x", "ungreedy")));
    }

    /** Over four thousand x each of these would take years, or a deep stack. */
    @Test
    void anExpressionThatBacktracksWithoutEndGivesUp() throws IOException {
        var text = answered(OK + "\r\n" + "x".repeat(4_000), url("/", null, "x*x*x*x*x*y"));
        assertTrue(text.startsWith("REGEX GET /: regex \"x*x*x*x*x*y\" gave up after "), text);
        var deep = answered(OK + "\r\n" + "ab".repeat(200_000), url("/", null, "(?:a|b)*c"));
        assertTrue(deep.startsWith("REGEX GET /: regex \"(?:a|b)*c\" gave up"), deep);
    }

    @Test
    void aSilentServerIsLeftAtTheDeadline() throws IOException {
        assertEquals("TIMEOUT timed out after 0.4 s: waited for the first byte", endured((it, client) -> it.hold()));
    }

    @Test
    void aServerThatDripsIsLeftAtTheDeadline() throws IOException {
        assertEquals(
                "TIMEOUT timed out after 0.4 s: waited for the end of the header",
                endured((it, client) -> it.drip(client, OK + "X: y\r\n".repeat(100), 5)));
        assertEquals(
                "TIMEOUT timed out after 0.4 s: waited for the end of the body",
                endured(SHORT, url("/", HELLO_MD5, null), (it, client) -> {
                    ScriptedServer.say(client, OK + "\r\n");
                    it.drip(client, "x".repeat(1000), 5);
                }));
    }

    @Test
    void endlessHeadersAreCut() throws IOException {
        var cut = "TOO_LONG GET /: the header is longer than 16 KiB";
        assertEquals(cut, endured(LONG, plain("/"), (it, client) -> {
            ScriptedServer.say(client, OK);
            ScriptedServer.flood(client, "X-Header: and so on\r\n");
        }));
        assertEquals(cut, endured(LONG, plain("/"), (it, client) -> {
            ScriptedServer.say(client, OK + "X: ");
            ScriptedServer.flood(client, "x");
        }));
    }

    @Test
    void endlessBodiesAreCut() throws IOException {
        var url = url("/", HELLO_MD5, "x");
        assertEquals("TOO_LONG GET /: the body is longer than 1 MiB", endured(LONG, url, (it, client) -> {
            ScriptedServer.say(client, OK + "\r\n");
            ScriptedServer.flood(client, "x");
        }));
        assertEquals(
                "TOO_LONG GET /: the chunks of the body are framed by more than 2 MiB",
                endured(LONG, url, (it, client) -> {
                    ScriptedServer.say(client, OK + "Transfer-Encoding: chunked\r\n\r\n");
                    ScriptedServer.flood(client, "1;" + "y".repeat(100) + "\r\nx\r\n");
                }));
    }

    @Test
    void aResetIsTold() throws IOException {
        assertEquals("RESET connection reset (ECONNRESET)", endured((it, client) -> {
            it.hearRequest(client);
            ScriptedServer.reset(client);
        }));
    }

    /** Each URL in its turn; the one that fails again, until it succeeds. */
    @Test
    void oneUrlACheck() throws IOException {
        var script = new AtomicInteger();
        try (var server = ScriptedServer.start((it, client) -> {
                    it.hearRequest(client);
                    boolean bad = it.requests().getLast().startsWith("GET /b") && script.incrementAndGet() < 3;
                    ScriptedServer.say(client, bad ? "HTTP/1.0 500 Oh\r\n\r\n" : "HTTP/1.0 200 OK\r\n\r\n");
                });
                var probing = new Probing()) {
            probing.configure(Probing.checker(
                    get(plain("/a"), plain("/b"), plain("/c")),
                    Probing.local(server.port()),
                    Probing.SECOND,
                    20 * Probing.MILLI,
                    0));
            var told = probing.of(0, 6).stream()
                    .limit(6)
                    .map(one -> Probing.text(one.event()))
                    .toList();
            assertEquals(
                    List.of(
                            "PASSED GET /a: status 200",
                            "STATUS GET /b: status 500, expected 200-299",
                            "STATUS GET /b: status 500, expected 200-299",
                            "PASSED GET /b: status 200",
                            "PASSED GET /c: status 200",
                            "PASSED GET /a: status 200"),
                    told);
        }
    }

    /** A hundred servers that never end their header share what memory there is; others are still checked. */
    @Test
    void manyRudeServersTogetherTakeBoundedMemory() throws IOException {
        try (var rude = ScriptedServer.start((it, client) -> {
                    ScriptedServer.say(client, OK + "\r\n" + "x".repeat(900_000));
                    it.hold();
                });
                var good = ScriptedServer.answering(OK + "\r\nfine");
                var probing = new Probing()) {
            var checkers = new ArrayList<CheckerConfig>();
            checkers.add(Probing.checker(get(url("/", null, "fine")), Probing.local(good.port())));
            checkers.addAll(java.util.Collections.nCopies(
                    150,
                    Probing.checker(
                            get(url("/", null, "never")),
                            Probing.local(rude.port()),
                            15 * Probing.SECOND,
                            60 * Probing.SECOND,
                            0)));
            probing.configure(checkers);
            var reasons = new TreeSet<String>();
            for (int i = 1; i < 151; i++) {
                reasons.add(Probing.text(probing.of(i, 1).getFirst().event()));
            }
            assertEquals(
                    "PASSED GET /: status 200",
                    Probing.text(probing.of(0, 1).getFirst().event()));
            assertEquals(
                    "[LOCAL GET /: no memory left for the answers of servers, TIMEOUT timed out after 15 s: waited for the"
                            + " end of the body]",
                    reasons.toString());
        }
    }
}
