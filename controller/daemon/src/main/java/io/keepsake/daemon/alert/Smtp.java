package io.keepsake.daemon.alert;

import io.keepsake.core.config.MailConfig;
import io.keepsake.core.effect.Effect.SendMail;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One conversation with a mail server (RFC 5321): every reply is bounded, and all of it has a deadline. */
final class Smtp {
    private static final int REPLY_MAX = 4_096;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private final MailConfig config;
    private final long deadline;

    Smtp(MailConfig config) {
        this.config = config;
        deadline = System.nanoTime() + config.connectTimeoutNanos();
    }

    /** Sends one mail to everybody, or says in the exception what the server said instead. */
    void send(SendMail mail) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(config.server(), config.port()), leftMillis());
            expect(socket, "", 220);
            expect(socket, "HELO " + line(config.heloName()), 250);
            expect(socket, "MAIL FROM:<" + line(config.from()) + ">", 250);
            for (var to : config.to()) {
                expect(socket, "RCPT TO:<" + line(to) + ">", 250);
            }
            expect(socket, "DATA", 354);
            expect(socket, message(mail), 250);
            expect(socket, "QUIT", 221);
        }
    }

    private int leftMillis() throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new IOException(
                    "no end after " + TimeUnit.NANOSECONDS.toSeconds(config.connectTimeoutNanos()) + " s");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /** A line break in a header would begin another header. */
    private static String line(String text) {
        return text.replaceAll("[\\r\\n\\u0000]", " ");
    }

    private String message(SendMail mail) {
        var head =
                "Date: " + DATE.format(ZonedDateTime.now(ZoneId.systemDefault())) + "\r\nFrom: " + line(config.from())
                        + "\r\nTo: " + line(String.join(", ", config.to())) + "\r\nSubject: " + line(mail.subject())
                        + "\r\nMessage-ID: <" + UUID.randomUUID() + "@" + line(config.heloName())
                        + ">\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nX-Mailer: Keepsake\r\n\r\n";
        var body = mail.body().replace("\r", "").replace("\n", "\r\n");
        return (head + body).replaceAll("(?m)^\\.", "..") + "\r\n.";
    }

    private void expect(Socket socket, String said, int code) throws IOException {
        if (!said.isEmpty()) {
            OutputStream out = socket.getOutputStream();
            out.write((said + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        var reply = reply(socket);
        if (!reply.startsWith(Integer.toString(code))) {
            var what =
                    said.isEmpty() ? "the greeting" : said.lines().findFirst().orElse("");
            throw new IOException("expected " + code + " to " + what + ", found: " + reply);
        }
    }

    /** The last line of a reply. */
    private String reply(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        var line = new StringBuilder();
        for (int read = 0; read < REPLY_MAX; read++) {
            socket.setSoTimeout(leftMillis());
            int c = in.read();
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\n') {
                line.append((char) c);
            } else if (line.length() < 4 || line.charAt(3) != '-') {
                return line.toString().strip();
            } else {
                line.setLength(0);
            }
        }
        throw new IOException("a reply of more than " + REPLY_MAX + " bytes");
    }
}
