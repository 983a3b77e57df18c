package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.config.Check;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class SmtpCheckTest {
    private static final Check.Smtp SMTP = new Check.Smtp("checker.example.org");

    private static String once(ScriptedServer.Script script) throws IOException {
        try (var server = ScriptedServer.start(script)) {
            return Probing.text(Probing.once(
                    Probing.checker(SMTP, Probing.local(server.port()), 500 * Probing.MILLI, 60 * Probing.SECOND, 0)));
        }
    }

    /** A server that says {@code first} and, after the first command, {@code second}. */
    private static String once(String first, String second) throws IOException {
        return once((it, client) -> {
            ScriptedServer.say(client, first);
            ScriptedServer.readUntil(client.getInputStream(), "\r\n");
            ScriptedServer.say(client, second);
            it.hold();
        });
    }

    @Test
    void theWholeConversation() throws IOException {
        var heard = new CopyOnWriteArrayList<String>();
        assertEquals("PASSED HELO: code 250", once((it, client) -> {
            ScriptedServer.say(client, "220-mail.example.org ESMTP\r\n220 welcome\r\n");
            heard.add(ScriptedServer.readUntil(client.getInputStream(), "\r\n"));
            ScriptedServer.say(client, "250 hello\r\n");
            heard.add(ScriptedServer.readUntil(client.getInputStream(), "\r\n"));
        }));
        Await.until("QUIT", Duration.ofSeconds(5), () -> heard.size() == 2);
        assertEquals(List.of("HELO checker.example.org\r\n", "QUIT\r\n"), heard);
    }

    /** The answer to QUIT is waited for; a connection that is closed before it comes is reset by it. */
    @Test
    void theServerHasTheLastWord() throws IOException {
        var seen = new CompletableFuture<String>();
        try (var server = ScriptedServer.start((it, client) -> {
                    ScriptedServer.say(client, "220 hi\r\n");
                    ScriptedServer.readUntil(client.getInputStream(), "\r\n");
                    ScriptedServer.say(client, "250 hello\r\n");
                    ScriptedServer.readUntil(client.getInputStream(), "QUIT\r\n");
                    client.setSoTimeout(500);
                    try {
                        seen.complete("closed: " + client.getInputStream().read());
                    } catch (SocketTimeoutException e) {
                        seen.complete("still open");
                    }
                });
                var probing = new Probing()) {
            probing.configure(
                    Probing.checker(SMTP, Probing.local(server.port()), 20 * Probing.SECOND, 60 * Probing.SECOND, 0));
            Await.until("QUIT", Duration.ofSeconds(20), seen::isDone);
            assertEquals("still open", seen.join());
            assertEquals("PASSED HELO: code 250", Probing.text(probing.first()));
        }
    }

    @Test
    void codesThatAreNotWanted() throws IOException {
        assertEquals("STATUS greeting: code 554, expected 220", once("554 go away\r\n", ""));
        assertEquals("STATUS HELO: code 501, expected 250", once("220 hi\r\n", "501 who are you\r\n"));
    }

    @Test
    void noMailServerAtAll() throws IOException {
        assertEquals("PROTOCOL greeting: expected a code of three digits, was \"H\"", once("HTTP/1.0 400 Bad\r\n", ""));
        assertEquals("CLOSED greeting: the server closed the connection", once((it, client) -> {}));
        assertEquals(
                "TOO_LONG greeting: the reply is longer than 16 KiB",
                once((it, client) -> ScriptedServer.flood(client, "220-and so on\r\n")));
    }

    @Test
    void silenceAndADripEndAtTheDeadline() throws IOException {
        assertEquals("TIMEOUT timed out after 0.5 s: waited for the greeting", once((it, client) -> it.hold()));
        assertEquals(
                "TIMEOUT timed out after 0.5 s: waited for the greeting",
                once((it, client) -> it.drip(client, "220-" + "x".repeat(2000), 5)));
        assertEquals("TIMEOUT timed out after 0.5 s: waited for the answer to HELO", once("220 hi\r\n", "250-"));
    }
}
