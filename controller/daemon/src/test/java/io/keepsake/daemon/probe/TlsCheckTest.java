package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.Check.HttpVersion;
import io.keepsake.core.config.CheckerConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** SSL_GET against servers that speak no TLS, or badly. */
final class TlsCheckTest {
    private static CheckerConfig checker(int port, long timeout) {
        var check = new Check.Http(true, HttpVersion.HTTP_1_1, false, List.of(HttpCheckTest.plain("/")));
        return Probing.checker(check, Probing.local(port), timeout, 60 * Probing.SECOND, 0);
    }

    private static String once(ScriptedServer.Script script, long timeout) throws IOException {
        try (var server = ScriptedServer.start(script)) {
            return Probing.text(Probing.once(checker(server.port(), timeout)));
        }
    }

    @Test
    void whatIsNoTlsIsToldAtOnce() throws IOException {
        var text =
                once((it, client) -> ScriptedServer.say(client, "220 mail.example.org ESMTP\r\n"), 10 * Probing.SECOND);
        assertTrue(text.startsWith("TLS TLS: Un"), text);
        var flood =
                once((it, client) -> ScriptedServer.flood(client, "\u0016\u0003\u0003@\u0000"), 10 * Probing.SECOND);
        assertTrue(flood.startsWith("TLS TLS: "), flood);
    }

    @Test
    void anEndOrAResetInTheHandshake() throws IOException {
        assertEquals(
                "TLS the server closed the connection during the handshake",
                once((it, client) -> client.getInputStream().readNBytes(100), 10 * Probing.SECOND)
                        .replace("RESET connection reset (ECONNRESET)", "a reset, since we were still talking"));
        assertEquals(
                "RESET connection reset (ECONNRESET)",
                once(
                        (it, client) -> {
                            client.getInputStream().readNBytes(10);
                            ScriptedServer.reset(client);
                        },
                        10 * Probing.SECOND));
    }

    @Test
    void silenceAndADripEndAtTheDeadline() throws IOException {
        var late = "TIMEOUT timed out after 0.4 s: no TLS session";
        assertEquals(late, once((it, client) -> it.hold(), 400 * Probing.MILLI));
        // A handshake record of 16 KiB, a byte at a time.
        var record = "\u0016\u0003\u0003@\u0000\u0002\u0000?\u00fc\u0003\u0003" + "\u0000".repeat(10_000);
        assertEquals(late, once((it, client) -> it.drip(client, record, 5), 400 * Probing.MILLI));
    }

    /** Handshakes that hang are bounded together; those that wait for their turn are checked later, not never. */
    @Test
    void handshakesThatHangAreBoundedTogether() throws IOException {
        var open = new AtomicInteger();
        var most = new AtomicInteger();
        try (var server = ScriptedServer.start((it, client) -> {
                    most.accumulateAndGet(open.incrementAndGet(), Math::max);
                    client.getInputStream().readAllBytes();
                    open.decrementAndGet();
                });
                var probing = new Probing()) {
            var checkers = new ArrayList<>(Collections.nCopies(700, checker(server.port(), 700 * Probing.MILLI)));
            probing.configure(checkers);
            for (int i = 0; i < 700; i++) {
                assertEquals(
                        "TIMEOUT timed out after 0.7 s: no TLS session",
                        Probing.text(probing.of(i, 1).getFirst().event()));
            }
            assertTrue(most.get() <= 560, most + " at once");
        }
    }
}
