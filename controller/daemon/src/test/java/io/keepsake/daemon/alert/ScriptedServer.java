package io.keepsake.daemon.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A mail server that says what it is told to say, and remembers what it heard. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket server;
    private final UnaryOperator<String> replies;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** @param replies to each line, to the greeting as "", to the mail as "."; an empty one is none */
    ScriptedServer(UnaryOperator<String> replies) {
        this.replies = replies;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::serve);
    }

    /** A server that takes every mail. */
    static String friendly(String line) {
        return switch (line.isEmpty() ? "" : line.substring(0, Math.min(4, line.length()))) {
            case "" -> "220-mail.example.org\r\n220 ready";
            case "DATA" -> "354 go on";
            case "QUIT" -> "221 bye";
            default -> "250 fine";
        };
    }

    int port() {
        return server.getLocalPort();
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    long count(String line) {
        return heard.stream().filter(line::equals).count();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var client = server.accept()) {
                talk(client);
            } catch (IOException _) {
                // the client left, or the test is over
            }
        }
    }

    private void talk(Socket client) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        say(client, replies.apply(""));
        boolean mail = false;
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(line);
            mail = mail ? !line.equals(".") : line.equals("DATA");
            if (!mail || line.equals("DATA")) {
                say(client, replies.apply(line));
            }
        }
    }

    private static void say(Socket client, String reply) throws IOException {
        if (!reply.isEmpty()) {
            client.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
