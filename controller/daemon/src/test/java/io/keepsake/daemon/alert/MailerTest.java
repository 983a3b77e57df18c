package io.keepsake.daemon.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.MailConfig;
import io.keepsake.core.effect.Effect.SendMail;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real conversation, with servers of every temper. */
class MailerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Event> told = new CopyOnWriteArrayList<>();
    private final Mailer mailer = new Mailer(told::add, List.of(Duration.ofMillis(10), Duration.ofMillis(10)));

    @AfterEach
    void close() {
        mailer.close();
    }

    private static MailConfig to(int port, long timeoutMillis, String... recipients) {
        return new MailConfig(
                "127.0.0.1",
                port,
                "lb1.example.org",
                "keepalived@lb1.example.org",
                List.of(recipients),
                TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
    }

    private void send(int port, String subject, String body) {
        mailer.configure(to(port, 10_000, "root@example.org"));
        mailer.handle(5, new SendMail(subject, body));
    }

    private EffectFailed awaitFailure() {
        Await.until("a failure", PATIENCE, () -> !told.isEmpty());
        return (EffectFailed) told.getFirst();
    }

    @Test
    void aMailArrivesAsItIs() throws IOException {
        try (var server = new ScriptedServer(ScriptedServer::friendly)) {
            send(server.port(), "[lb1] Realserver [10.0.0.2]:tcp:80 - DOWN", "first\n.hidden\n..\nlast\n");
            Await.until("the end", PATIENCE, () -> server.heard().contains("QUIT"));
            var heard = server.heard();
            assertEquals("EHLO lb1.example.org", heard.get(0));
            assertEquals("MAIL FROM:<keepalived@lb1.example.org>", heard.get(1));
            assertEquals("RCPT TO:<root@example.org>", heard.get(2));
            assertTrue(heard.contains("Subject: [lb1] Realserver [10.0.0.2]:tcp:80 - DOWN"), heard::toString);
            assertTrue(
                    heard.stream()
                            .anyMatch(
                                    line -> line.matches(
                                            "Date: [A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}")),
                    heard::toString);
            assertTrue(heard.stream().anyMatch(line -> line.matches("Message-ID: <[^<> ]+@lb1.example.org>")));
            int body = heard.indexOf("");
            assertEquals(
                    List.of("first", "..hidden", "...", "last", ".", "QUIT"), heard.subList(body + 1, heard.size()));
            assertEquals(List.of(), told);
        }
    }

    @Test
    void nothingInASubjectAddressOrBodyBecomesACommandOrAHeader() throws IOException {
        try (var server = new ScriptedServer(ScriptedServer::friendly)) {
            send(server.port(), "up\r\nBcc: thief@example.org\r\n\r\n.\r\nMAIL FROM:<x@y>", "a\r\n.\r\nQUIT\rRSET\n");
            Await.until("the end", PATIENCE, () -> server.heard().contains("QUIT"));
            var heard = server.heard();
            assertTrue(heard.stream().noneMatch(line -> line.startsWith("Bcc:")), heard::toString);
            assertEquals(
                    1,
                    heard.stream().filter(line -> line.startsWith("MAIL FROM")).count());
            assertEquals(1, server.count("."));
            mailer.configure(to(server.port(), 10_000, "a@b>\r\nDATA"));
            mailer.handle(6, new SendMail("s", "b"));
            assertEquals(6, awaitFailure().effect());
            assertEquals(1, server.count("DATA"));
        }
    }

    @Test
    void whatIsNotAsciiIsEncoded() throws IOException {
        try (var server = new ScriptedServer(ScriptedServer::friendly)) {
            var subject = "Grüße vom Verteiler ".repeat(8).strip();
            send(server.port(), subject, "ein Körper 𝄞\n");
            Await.until("the end", PATIENCE, () -> server.heard().contains("QUIT"));
            var heard = server.heard();
            assertTrue(heard.stream().allMatch(line -> line.length() <= 90), heard::toString);
            assertTrue(heard.stream().allMatch(line -> line.chars().allMatch(c -> c < 0x80)), heard::toString);
            var words = new StringBuilder();
            heard.stream()
                    .filter(line -> line.contains("=?UTF-8?B?"))
                    .map(line -> line.replaceAll(".*=\\?UTF-8\\?B\\?(.*)\\?=", "$1"))
                    .forEach(
                            word -> words.append(new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8)));
            assertEquals(subject, words.toString());
            int body = heard.indexOf("");
            var text = String.join("", heard.subList(body + 1, heard.indexOf(".")));
            assertEquals("ein Körper 𝄞\r\n", new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aServerThatAsksForPatienceIsAskedAgainAndNotForEver() throws IOException {
        try (var server =
                new ScriptedServer(line -> line.startsWith("MAIL") ? "451 later" : ScriptedServer.friendly(line))) {
            send(server.port(), "s", "b");
            var failure = awaitFailure();
            assertEquals(5, failure.effect());
            assertTrue(failure.detail().contains("451 later"), failure.detail());
            assertEquals(
                    3,
                    server.heard().stream()
                            .filter(line -> line.startsWith("MAIL"))
                            .count());
        }
    }

    @Test
    void aServerThatRefusesForGoodIsAskedOnce() throws IOException {
        try (var server =
                new ScriptedServer(line -> line.startsWith("RCPT") ? "550 unknown" : ScriptedServer.friendly(line))) {
            send(server.port(), "s", "b");
            assertTrue(awaitFailure().detail().contains("550 unknown"));
            assertEquals(
                    1,
                    server.heard().stream()
                            .filter(line -> line.startsWith("RCPT"))
                            .count());
        }
    }

    @Test
    void oneUnknownRecipientDoesNotKeepTheMailFromTheOthers() throws IOException {
        try (var server =
                new ScriptedServer(line -> line.contains("gone@") ? "550 unknown" : ScriptedServer.friendly(line))) {
            mailer.configure(to(server.port(), 10_000, "gone@example.org", "root@example.org"));
            mailer.handle(5, new SendMail("s", "b"));
            Await.until("the mail", PATIENCE, () -> server.heard().contains("QUIT"));
            assertEquals(1, server.count("DATA"));
            assertEquals(List.of(), told);
        }
    }

    @Test
    void aServerThatForgetsItsFarewellGetsTheMailOnce() throws IOException {
        try (var server = new ScriptedServer(line -> line.equals("QUIT") ? "" : ScriptedServer.friendly(line))) {
            send(server.port(), "one", "b");
            mailer.handle(6, new SendMail("two", "b"));
            Await.until("the second", PATIENCE, () -> server.heard().contains("Subject: two"));
            assertEquals(1, server.count("Subject: one"));
            assertEquals(List.of(), told);
        }
    }

    @Test
    void anOldServerIsGreetedTheOldWay() throws IOException {
        try (var server =
                new ScriptedServer(line -> line.startsWith("EHLO") ? "502 what" : ScriptedServer.friendly(line))) {
            send(server.port(), "s", "b");
            Await.until("the mail", PATIENCE, () -> server.heard().contains("QUIT"));
            assertEquals("HELO lb1.example.org", server.heard().get(1));
        }
    }

    @Test
    void silenceAndEndlessTalkAreCutOff() throws IOException {
        try (var silent = new ScriptedServer(_ -> "");
                var talker = new ScriptedServer(_ -> "220-" + "x".repeat(100_000))) {
            mailer.configure(to(silent.port(), 200, "root@example.org"));
            mailer.handle(1, new SendMail("s", "b"));
            assertEquals(110, awaitFailure().errno(), "ETIMEDOUT");
            told.clear();
            mailer.configure(to(talker.port(), 10_000, "root@example.org"));
            mailer.handle(2, new SendMail("s", "b"));
            assertTrue(
                    awaitFailure().detail().contains("more than"),
                    awaitFailure().detail());
        }
    }

    @Test
    void aServerThatIsNotThereIsTold() throws IOException {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        send(port, "s", "b");
        assertEquals(111, awaitFailure().errno(), "ECONNREFUSED");
    }

    @Test
    void aFullQueueIsToldAndTheCallerNeverWaits() throws IOException {
        try (var silent = new ScriptedServer(_ -> "")) {
            mailer.configure(to(silent.port(), 60_000, "root@example.org"));
            IntStream.rangeClosed(1, 1_002).forEach(i -> mailer.handle(i, new SendMail("s", "b")));
            assertEquals(105, awaitFailure().errno(), "ENOBUFS");
        }
    }
}
