package io.keepsake.daemon.probe;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A UDP server on the loopback that answers each datagram with those that a test says. */
final class ScriptedDatagrams implements AutoCloseable {
    private static final int DATAGRAM_MAX = 65_536;

    private final DatagramSocket socket;
    private final List<byte[]> heard = new CopyOnWriteArrayList<>();

    private ScriptedDatagrams(DatagramSocket socket) {
        this.socket = socket;
    }

    static ScriptedDatagrams start(Function<byte[], List<byte[]>> answers) throws IOException {
        var server = new ScriptedDatagrams(new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1")));
        Thread.ofVirtual().start(() -> server.serve(answers));
        return server;
    }

    private void serve(Function<byte[], List<byte[]>> answers) {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
                socket.receive(packet);
                var question = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
                heard.add(question);
                for (var answer : answers.apply(question)) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (SocketException _) {
            // closed: the test is over
        } catch (IOException e) {
            throw new IllegalStateException("the scripted server cannot receive", e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    List<byte[]> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        socket.close();
    }
}
