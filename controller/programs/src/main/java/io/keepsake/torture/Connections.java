package io.keepsake.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections to a control socket that nobody reads from. */
final class Connections implements AutoCloseable {
    private final List<SocketChannel> open = new ArrayList<>();

    /** One more, which says this much; a director that takes no more of them is no failure. */
    void open(Node node, String words) throws IOException {
        var channel = node.connect();
        open.add(channel);
        try {
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException _) {
            // it was closed at the other end
        }
    }

    @Override
    public void close() throws IOException {
        for (var channel : open) {
            channel.close();
        }
        open.clear();
    }
}
