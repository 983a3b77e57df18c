package io.keepsake.replay;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A director that runs on this machine, asked at its control socket; see docs/operations/control.md. */
final class RunningDirector {
    private static final int ANSWER_MAX = 8192;
    private static final long PATIENCE_SECONDS = 10;
    private static final String OK = "ok\n";

    /** It does not tell where its journal lies; the message says why, for the user. */
    static final class Silent extends Exception {
        private static final long serialVersionUID = 1;

        Silent(String why) {
            super(why);
        }
    }

    private RunningDirector() {}

    /** The directory that the director at {@code socket} writes its journal to; waits for it at most ten seconds. */
    static Path journal(Path socket) throws Silent {
        if (!Files.exists(socket)) {
            throw new Silent("nothing is at " + socket);
        }
        if (!Files.isWritable(socket)) {
            throw new Silent("this user may not use " + socket);
        }
        var answer = ask(socket);
        if (!answer.startsWith(OK)) {
            throw new Silent("the director at " + socket + " does not tell where its journal is: "
                    + (answer.isEmpty()
                            ? "no answer came within " + PATIENCE_SECONDS + " s"
                            : answer.strip().replace('\n', ' ')));
        }
        return Path.of(answer.substring(OK.length()).strip());
    }

    private static String ask(Path socket) throws Silent {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .execute(() -> close(channel));
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap("journal\n".getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readNBytes(ANSWER_MAX), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Silent("no director answers at " + socket + ": " + e.getMessage());
        }
    }

    /** What waits for it ends with an exception then. */
    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // it is closed all the same
            return;
        }
    }
}
