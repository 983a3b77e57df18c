package io.keepsake.daemon.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A TCP server on the loopback that does with each connection what a test says, however rude. */
final class ScriptedServer implements AutoCloseable {

    /** What is done with one connection; it is closed afterwards. */
    interface Script {
        void serve(ScriptedServer server, Socket client) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> crowd = new ArrayList<>();

    private ScriptedServer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
    }

    static ScriptedServer start(Script script) throws IOException {
        return start(InetAddress.ofLiteral("127.0.0.1"), script);
    }

    static ScriptedServer start(InetAddress address, Script script) throws IOException {
        var server = new ScriptedServer(new ServerSocket(0, 200, address), script);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    /** A server that reads the request, remembers it, says {@code answer} and closes. */
    static ScriptedServer answering(String answer) throws IOException {
        return start((server, client) -> {
            server.hearRequest(client);
            say(client, answer);
        });
    }

    /** A server that does nothing and keeps the connection. */
    static ScriptedServer silent() throws IOException {
        return start((server, client) -> server.hold());
    }

    /** A port whose connections are never made: its queue is full and nobody takes from it. */
    static ScriptedServer neverAccepting() throws IOException {
        var server = new ScriptedServer(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")), (_, _) -> {});
        for (int i = 0; i < 2; i++) {
            var one = new Socket();
            one.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()), 1_000);
            server.crowd.add(one);
        }
        return server;
    }

    int port() {
        return listener.getLocalPort();
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
    }

    /** Says {@code text} a byte at a time, as long as the client bears it. */
    void drip(Socket client, String text, int periodMillis) throws IOException, InterruptedException {
        for (int i = 0; i < text.length() && !closed.await(periodMillis, TimeUnit.MILLISECONDS); i++) {
            say(client, text.substring(i, i + 1));
        }
    }

    /** Says {@code text} over and over, as long as the client bears it. */
    static void flood(Socket client, String text) throws IOException {
        var bytes = text.repeat(64 * 1024 / text.length()).getBytes(StandardCharsets.ISO_8859_1);
        while (true) {
            client.getOutputStream().write(bytes);
        }
    }

    /** Cuts the connection with RST. */
    static void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    /** Reads up to the empty line, and remembers it. */
    void hearRequest(Socket client) throws IOException {
        requests.add(readUntil(client.getInputStream(), "\r\n\r\n"));
    }

    /** Waits for the server's end. */
    void hold() throws InterruptedException {
        closed.await();
    }

    static String readUntil(InputStream in, String end) throws IOException {
        var text = new StringBuilder();
        int b = in.read();
        while (b >= 0) {
            text.append((char) b);
            b = text.toString().endsWith(end) ? -1 : in.read();
        }
        return text.toString();
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (SocketException _) {
            // closed: the test is over
        } catch (IOException e) {
            throw new IllegalStateException("the scripted server cannot accept", e);
        }
    }

    private void serve(Socket client) {
        try (client) {
            script.serve(this, client);
        } catch (IOException _) {
            // the client went, as clients of a rude server do
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (var one : crowd) {
            one.close();
        }
    }
}
