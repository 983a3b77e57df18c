package io.keepsake.daemon.probe;

import static io.keepsake.daemon.probe.HttpCheckTest.plain;
import static io.keepsake.daemon.probe.HttpCheckTest.url;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.Check.HttpVersion;
import io.keepsake.core.config.Check.StatusRange;
import io.keepsake.core.config.Check.Url;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP_GET and SSL_GET against a real web server. */
final class NginxCheckTest {
    @TempDir
    private static Path home;

    @SuppressWarnings("NullAway.Init")
    private static Nginx nginx;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        nginx = Nginx.start(home);
    }

    @AfterAll
    static void stop() {
        nginx.close();
    }

    private static HealthEvent once(int port, boolean tls, HttpVersion version, Url... urls) {
        var check = new Check.Http(tls, version, false, List.of(urls));
        return Probing.once(Probing.checker(check, Probing.local(port), 5 * Probing.SECOND, 60 * Probing.SECOND, 0));
    }

    private static Url named(String path, String sni) {
        return new Url(path, null, sni, List.of(new StatusRange(200, 299)), null, null, List.of(), false, 0, 0);
    }

    private static String plainly(HttpVersion version, Url url) {
        return Probing.text(once(nginx.plain(), false, version, url));
    }

    private static String secretly(HttpVersion version, Url url) {
        return Probing.text(once(nginx.tls(), true, version, url));
    }

    @ParameterizedTest
    @EnumSource
    void inPlain(HttpVersion version) {
        assertEquals("PASSED GET /: status 200", plainly(version, plain("/")));
        assertEquals("STATUS GET /broken: status 500, expected 200-299", plainly(version, plain("/broken")));
        assertEquals("STATUS GET /none: status 404, expected 200-299", plainly(version, plain("/none")));
        assertEquals(
                "PASSED GET /: status 200", plainly(version, url("/", "5d41402abc4b2a76b9719d911017c592", "^hello$")));
    }

    @ParameterizedTest
    @EnumSource
    void overTls(HttpVersion version) {
        assertEquals("PASSED GET /: status 200", secretly(version, plain("/")));
        assertEquals("STATUS GET /none: status 404, expected 200-299", secretly(version, plain("/none")));
        assertEquals(
                "PASSED GET /: status 200", secretly(version, url("/", "5d41402abc4b2a76b9719d911017c592", "^hello$")));
        assertEquals("PASSED GET /large.html: status 200", secretly(version, url("/large.html", null, "the end$")));
    }

    /** keepalived's own tool for digests says what they are of: also the framing of chunks. */
    @ParameterizedTest
    @CsvSource({"/, 1.0", "/large.html, 1.0", "/large.html, 1.1", "/chunked, 1.0", "/chunked, 1.1"})
    void theDigestIsThatOfGenhash(String path, String version) throws IOException, InterruptedException {
        var printed =
                Nginx.run(home, "genhash", "-S", "-s", "127.0.0.1", "-p", "" + nginx.tls(), "-u", path, "-P", version);
        var digest = Pattern.compile("[0-9a-f]{32}").matcher(printed);
        assertTrue(digest.find(), printed);
        var asked = version.equals("1.1") ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0;
        assertEquals("PASSED GET " + path + ": status 200", secretly(asked, url(path, digest.group(), null)));
    }

    /** With {@code status_code} only, of 300 kB, in plain and over TLS. */
    @Test
    void theServerHasNothingToComplainOf() {
        int before = nginx.requests().size();
        for (var version : HttpVersion.values()) {
            assertEquals("PASSED GET /large.html: status 200", plainly(version, plain("/large.html")));
            assertEquals("PASSED GET /large.html: status 200", secretly(version, plain("/large.html")));
        }
        Await.until(
                "the requests are over",
                Duration.ofSeconds(20),
                () -> nginx.requests().size() == before + 6);
        var taken = nginx.requests().subList(before, before + 6);
        assertEquals(Collections.nCopies(6, "/large.html OK"), taken);
        var complaints = nginx.log().stream()
                .filter(line -> line.contains("Broken pipe") || line.contains("reset by peer"))
                .toList();
        assertEquals(List.of(), complaints);
    }

    @Test
    void theParts() {
        var timing = Probing.timing(once(nginx.tls(), true, HttpVersion.HTTP_1_1, plain("/")));
        assertTrue(timing.connectNanos() > 0 && timing.tlsNanos() > 0 && timing.firstByteNanos() > 0, timing + "");
    }

    @Test
    void aNameIsToldOnlyWhenThereIsOne() {
        assertEquals(
                "PASSED GET /named: status 204",
                Probing.text(once(nginx.tls(), true, HttpVersion.HTTP_1_0, named("/named", "www.example.org"))));
        assertEquals(
                "STATUS GET /named: status 421, expected 200-299", secretly(HttpVersion.HTTP_1_0, plain("/named")));
    }

    /** Each URL of a check tells its own name, in a session of its own. */
    @Test
    void theNameFollowsTheUrl() {
        var urls = List.of(
                answering("www.a.test", "^www\\.a\\.test$"),
                answering("api.b.test", "^api\\.b\\.test$"),
                answering(null, "^$"));
        var check = new Check.Http(true, HttpVersion.HTTP_1_1, false, urls);
        try (var probing = new Probing()) {
            probing.configure(
                    Probing.checker(check, Probing.local(nginx.tls()), 5 * Probing.SECOND, 50 * Probing.MILLI, 0));
            for (var told : probing.of(0, 6)) {
                assertEquals("PASSED GET /name: status 200", Probing.text(told.event()));
            }
        }
    }

    /** A page whose body is the name that the server was told. */
    private static Url answering(@Nullable String sni, String regex) {
        return new Url("/name", null, sni, List.of(new StatusRange(200, 299)), null, regex, List.of(), false, 0, 0);
    }

    @Test
    void anAlertIsTold() {
        assertEquals(
                "TLS TLS: (unrecognized_name) Received fatal alert: unrecognized_name",
                Probing.text(once(nginx.rejecting(), true, HttpVersion.HTTP_1_1, plain("/"))));
    }

    @Test
    void tlsToAPlainPortAndPlainToATlsPort() {
        var event = Probing.text(once(nginx.plain(), true, HttpVersion.HTTP_1_1, plain("/")));
        assertTrue(event.startsWith("TLS TLS: "), event);
        assertEquals(
                "STATUS GET /: status 400, expected 200-299",
                Probing.text(once(nginx.tls(), false, HttpVersion.HTTP_1_1, plain("/"))));
    }

    @Test
    void aServerThatHangsIsLeftAtTheDeadline() throws IOException, InterruptedException {
        nginx.signal("STOP");
        try {
            var check = new Check.Http(true, HttpVersion.HTTP_1_1, false, List.of(plain("/")));
            assertEquals(
                    "TIMEOUT timed out after 0.3 s: no TLS session",
                    Probing.text(Probing.once(Probing.checker(
                            check, Probing.local(nginx.tls()), 300 * Probing.MILLI, 60 * Probing.SECOND, 0))));
        } finally {
            nginx.signal("CONT");
        }
    }
}
