package io.keepsake.daemon.alert;

import io.keepsake.core.config.MailConfig;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/**
 * One conversation with a mail server (RFC 5321): replies are bounded, and all of it has a deadline, {@code
 * smtp_connect_timeout} for the connection and as much again for what is said. The look-up of a name takes what the
 * resolver takes.
 */
final class Smtp implements AutoCloseable {
    private static final int REPLY_MAX = 8_192;
    private static final int QUIT_MILLIS = 2_000;

    private final Socket socket;
    private final InputStream in;
    private final long deadline;
    private int left = REPLY_MAX;

    private Smtp(Socket socket, long deadline) throws IOException {
        this.socket = socket;
        this.deadline = deadline;
        in = new BufferedInputStream(socket.getInputStream(), 1024);
    }

    /** Hands over a mail, and returns when the server is answerable for it. */
    static void send(MailConfig config, Message message) throws MailFailure {
        try (var smtp = new Smtp(connect(config), System.nanoTime() + config.connectTimeoutNanos())) {
            smtp.converse(Message.domain(config.heloName()), message);
            smtp.quit();
        } catch (IOException e) {
            throw MailFailure.broke(e);
        }
    }

    /** To the first of the server's addresses that answers. */
    private static Socket connect(MailConfig config) throws IOException {
        long deadline = System.nanoTime() + config.connectTimeoutNanos();
        var failure = new IOException("no address");
        for (var address : InetAddress.getAllByName(config.server())) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, config.port()), millisUntil(deadline));
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure;
    }

    private static int millisUntil(long deadline) throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("the time for it is over");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private void converse(String name, Message message) throws IOException, MailFailure {
        expect("220 at first", "220", reply());
        if (!say("EHLO " + name).startsWith("250")) {
            expect("250 after HELO", "250", say("HELO " + name));
        }
        expect("250 after MAIL FROM", "250", say("MAIL FROM:<" + message.sender() + ">"));
        recipients(message);
        expect("354 after DATA", "354", say("DATA"));
        write(message.data());
        expect("250 after the mail", "250", reply());
    }

    /** One that is refused does not keep the mail from the others; all refused is a failure. */
    private void recipients(Message message) throws IOException, MailFailure {
        var refusals = new ArrayList<String>();
        for (var to : message.recipients()) {
            var reply = say("RCPT TO:<" + to + ">");
            if (!reply.startsWith("25")) {
                refusals.add(reply);
            }
        }
        if (refusals.size() == message.recipients().size()) {
            throw MailFailure.said(
                    "250 after RCPT TO", refusals.isEmpty() ? "5 nobody to write to" : refusals.getLast());
        }
    }

    private static void expect(String what, String code, String reply) throws MailFailure {
        if (!reply.startsWith(code)) {
            throw MailFailure.said(what, reply);
        }
    }

    /** The mail is the server's already: whatever becomes of the farewell, it must not be sent again. */
    private void quit() {
        try {
            socket.setSoTimeout(QUIT_MILLIS);
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            in.read();
        } catch (IOException _) {
            // it hung up first
            return;
        }
    }

    private String say(String line) throws IOException {
        write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return reply();
    }

    /** A mail fits into the socket's buffers; a server that reads nothing is noticed at its reply. */
    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The last line of a reply, without control characters. */
    private String reply() throws IOException {
        var line = new StringBuilder();
        while (true) {
            int c = read();
            if (c != '\n') {
                line.append(c >= ' ' && c < 0x7f ? (char) c : ' ');
            } else if (line.length() < 4 || line.charAt(3) != '-') {
                return line.toString().strip();
            } else {
                line.setLength(0);
            }
        }
    }

    private int read() throws IOException {
        if (--left < 0) {
            throw new IOException("the server said more than " + REPLY_MAX + " bytes");
        }
        socket.setSoTimeout(millisUntil(deadline));
        int c = in.read();
        if (c < 0) {
            throw new IOException("the server closed the connection");
        }
        return c;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
