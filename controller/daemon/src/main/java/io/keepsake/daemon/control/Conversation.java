package io.keepsake.daemon.control;

import io.keepsake.daemon.control.Requests.Peer;
import io.keepsake.daemon.control.Requests.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** One client, from its request to the last byte of the answer. Never waits; but for {@link #reply}, for the control thread. */
final class Conversation {
    static final int REQUEST_MAX = 8192;

    private static final Path OURSELVES = Path.of("/proc/self");

    private final SocketChannel channel;
    private final ByteBuffer request = ByteBuffer.allocate(REQUEST_MAX);
    private long deadline;
    private volatile @Nullable ByteBuffer answer;

    /**
     * A client that has just connected.
     *
     * @param deadline in {@link System#nanoTime}: until then it must have asked
     */
    Conversation(SocketChannel channel, long deadline) {
        this.channel = channel;
        this.deadline = deadline;
    }

    boolean expired(long now) {
        return deadline - now <= 0;
    }

    /** From here on the client has until then; {@link Long#MAX_VALUE} nanoseconds from now while we are at work. */
    void deadline(long next) {
        deadline = next;
    }

    /** The account of the process at the other end, as it was when it connected. */
    Peer peer() throws IOException {
        var user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return new Peer(user.getName(), user.getName().equals("root") || user.equals(Files.getOwner(OURSELVES)));
    }

    /**
     * What came up to its first line end, or all of it when the client sends no more; null while there is more to come.
     *
     * @throws IllegalArgumentException when it is too long to be a request
     */
    @Nullable String line() throws IOException {
        int read = channel.read(request);
        int end = 0;
        while (end < request.position() && request.get(end) != '\n') {
            end++;
        }
        if (end < request.position() || read < 0) {
            return new String(request.array(), 0, end, StandardCharsets.UTF_8).strip();
        }
        if (!request.hasRemaining()) {
            throw new IllegalArgumentException("a request is one line of at most " + REQUEST_MAX + " bytes");
        }
        return null;
    }

    /** What to send; once, from any thread. */
    void reply(Reply reply) {
        var body = reply.body().isEmpty() || reply.body().endsWith("\n") ? reply.body() : reply.body() + "\n";
        answer = ByteBuffer.wrap(((reply.ok() ? "ok\n" : "failed\n") + body).getBytes(StandardCharsets.UTF_8));
    }

    /** Sends what the client takes now; whether that was the last of it. */
    boolean send() throws IOException {
        var left = answer;
        if (left == null) {
            throw new IllegalStateException("there is no answer yet");
        }
        channel.write(left);
        return !left.hasRemaining();
    }
}
