package io.keepsake.daemon.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The other end of the control socket: {@code director --status} and its kin. */
public final class ControlClient {
    private ControlClient() {}

    /**
     * Asks, and prints the answer: to stdout when it is good, to stderr when not.
     *
     * @return the exit status: 0, 1 when the director refused, 4 when none could be reached
     */
    public static int ask(Path socket, String request) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((request.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8)));
            var answer = read(channel);
            int line = answer.indexOf('\n');
            boolean ok = answer.startsWith("ok");
            (ok ? System.out : System.err).print(answer.substring(line + 1));
            return ok ? 0 : 1;
        } catch (IOException e) {
            System.err.println("no director answers at " + socket + ": " + e.getMessage()
                    + "; is one running, may you use its socket, or does it have another (--control)?");
            return 4;
        }
    }

    private static String read(SocketChannel channel) throws IOException {
        var all = new ByteArrayOutputStream();
        var bytes = ByteBuffer.allocate(8_192);
        while (channel.read(bytes) >= 0) {
            all.write(bytes.array(), 0, bytes.position());
            bytes.clear();
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
