package io.keepsake.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A program: a mail server on port 25 of its host that takes every mail and prints each line that it hears. */
final class MailSink {
    private static final int SMTP = 25;

    private MailSink() {}

    /** Serves one client after another, for ever. */
    public static void main(String[] none) throws IOException {
        try (var server = new ServerSocket(SMTP)) {
            System.out.println("listens");
            while (!server.isClosed()) {
                try (var client = server.accept()) {
                    talk(client);
                } catch (IOException left) {
                    System.out.println("a client left: " + left.getMessage());
                }
            }
        }
    }

    private static void talk(Socket client) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        say(client, "220 ready");
        boolean mail = false;
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(line);
            boolean ends = line.equals(".");
            if (!mail || ends) {
                mail = !mail && line.equals("DATA");
                say(client, mail ? "354 go on" : line.equals("QUIT") ? "221 bye" : "250 fine");
            }
        }
    }

    private static void say(Socket client, String reply) throws IOException {
        client.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
