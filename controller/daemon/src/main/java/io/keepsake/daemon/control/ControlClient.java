package io.keepsake.daemon.control;

import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The other end of the control socket: {@code director --status} and its kin. */
public final class ControlClient {
    static final int REFUSED = 1;
    static final int NOBODY = 4;
    static final int NOT_PERMITTED = 5;
    static final int NO_ANSWER = 6;

    private static final int ANSWER_MAX = 64 << 20;
    private static final long PATIENCE_SECONDS = 60;

    private ControlClient() {}

    /**
     * Asks, waits for the answer at most a minute, and prints it: to stdout when it is good, to stderr when not.
     *
     * @return the exit status: 0, 1 refused, 4 nobody answers there, 5 not permitted, 6 no answer came
     */
    public static int ask(Path socket, String request) {
        return ask(socket, request, PATIENCE_SECONDS, System.out, System.err);
    }

    /** The same, with another patience, and the answer printed elsewhere. */
    public static int ask(Path socket, String request, long patienceSeconds, PrintStream out, PrintStream err) {
        var answer = CompletableFuture.supplyAsync(
                () -> converse(socket, request.replace('\n', ' ')),
                task -> Thread.ofPlatform().daemon().start(task));
        try {
            return print(answer.get(patienceSeconds, TimeUnit.SECONDS), out, err);
        } catch (ExecutionException e) {
            err.println("cannot ask the director at " + socket + ": " + e.getCause());
        } catch (TimeoutException _) {
            err.println("the director at " + socket + " did not answer within " + patienceSeconds + " s");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return NO_ANSWER;
    }

    /** What came of it, before it is printed. */
    private record Heard(int code, String text) {}

    private static Heard converse(Path socket, String line) {
        if (Files.exists(socket) && !Files.isWritable(socket)) {
            return new Heard(
                    NOT_PERMITTED, "you may not use " + socket + ": ask as root, or as a member of its group\n");
        }
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (!connect(channel, socket)) {
                return new Heard(
                        NOBODY,
                        "no director answers at " + socket + "; is one running, or has it another --control?\n");
            }
            var request = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            return heard(Channels.newInputStream(channel).readNBytes(ANSWER_MAX));
        } catch (IOException e) {
            return new Heard(NO_ANSWER, "the director at " + socket + " broke off: " + e.getMessage() + "\n");
        }
    }

    private static boolean connect(SocketChannel channel, Path socket) {
        try {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException _) {
            return false;
        }
    }

    private static Heard heard(byte[] bytes) {
        var whole = new String(bytes, StandardCharsets.UTF_8);
        if (whole.startsWith("ok\n")) {
            return new Heard(0, whole.substring("ok\n".length()));
        }
        if (whole.startsWith("failed\n")) {
            return new Heard(REFUSED, whole.substring("failed\n".length()));
        }
        return new Heard(NO_ANSWER, "the director broke off before it answered; it may be busy, or ending\n");
    }

    private static int print(Heard heard, PrintStream out, PrintStream err) {
        var stream = heard.code() == 0 ? out : err;
        stream.print(heard.text());
        stream.flush();
        return heard.code();
    }
}
