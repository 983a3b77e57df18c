package io.keepsake.daemon.control;

import io.keepsake.daemon.control.Requests.Peer;
import io.keepsake.daemon.control.Requests.Reply;
import io.keepsake.daemon.life.PartLife;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens where people ask: one request a connection, one line, answered with {@code ok} or {@code failed} on a line of its
 * own and then the text. A client has ten seconds to ask and ten to take the answer; it is served on the control thread,
 * which never waits for it, and answered on one of its own, which may hang on a file.
 */
public final class ControlSocket implements AutoCloseable {
    static final int CLIENTS_MAX = 64;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The client that could not be taken still waits, so that without a pause there would be no end of it. */
    private static final long ACCEPT_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SocketFile file;
    private final Selector selector;
    private final Requests requests;
    private final Consumer<String> warn;
    private final long patienceNanos;
    private final Queue<SelectionKey> answered = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private final PartLife life = new PartLife();

    private ControlSocket(
            SocketFile file, Selector selector, Requests requests, Consumer<String> warn, long patienceNanos) {
        this.file = file;
        this.selector = selector;
        this.requests = requests;
        this.warn = warn;
        this.patienceNanos = patienceNanos;
        thread = Thread.ofPlatform().daemon().name("control").unstarted(this::live);
    }

    /**
     * Listens from now on. A socket that an earlier director left is replaced.
     *
     * @throws IOException when the directory may be written by others, or the socket cannot be made
     */
    public static ControlSocket open(Path path, Requests requests) throws IOException {
        return open(path, requests, System.err::println, PATIENCE_NANOS);
    }

    static ControlSocket open(Path path, Requests requests, Consumer<String> warn, long patienceNanos)
            throws IOException {
        var file = SocketFile.make(path);
        var selector = Selector.open();
        file.channel().configureBlocking(false);
        file.channel().register(selector, SelectionKey.OP_ACCEPT);
        var socket = new ControlSocket(file, selector, requests, warn, patienceNanos);
        socket.thread.start();
        return socket;
    }

    /** The same; a director that cannot be asked is a director all the same, so the reason is printed and null returned. */
    public static @Nullable ControlSocket tryOpen(Path path, Requests requests) {
        try {
            return open(path, requests);
        } catch (IOException e) {
            System.err.println("nobody can ask this director: " + e.getMessage());
            return null;
        }
    }

    private void live() {
        life.live(
                this::serve,
                (why, again) -> warn.accept("the control socket failed, and answers again in "
                        + TimeUnit.NANOSECONDS.toSeconds(again) + " s: " + why));
    }

    private void serve() throws IOException {
        while (!life.isOver()) {
            selector.select(this::attend, clients().isEmpty() ? 0 : TimeUnit.NANOSECONDS.toMillis(patienceNanos / 10));
            for (var key = answered.poll(); key != null; key = answered.poll()) {
                startSending(key);
            }
            clients().forEach(this::cutOff);
        }
    }

    private List<SelectionKey> clients() {
        return selector.keys().stream()
                .filter(key -> key.isValid() && key.attachment() instanceof Conversation)
                .toList();
    }

    private void cutOff(SelectionKey key) {
        if (key.attachment() instanceof Conversation client && client.expired(System.nanoTime())) {
            hangUp(key);
        }
    }

    private void attend(SelectionKey key) {
        if (!(key.attachment() instanceof Conversation client)) {
            accept();
            return;
        }
        try {
            if (key.isReadable()) {
                listen(key, client);
            } else if (client.send()) {
                hangUp(key);
            }
        } catch (IOException _) {
            hangUp(key); // the client went away
        } catch (RuntimeException | Error e) {
            hangUp(key); // it would do that again
            throw e;
        }
    }

    private void accept() {
        try {
            var channel = file.channel().accept();
            if (channel != null) {
                register(channel);
            }
        } catch (IOException e) {
            warn.accept("the control socket cannot take a client: " + e.getMessage());
            LockSupport.parkNanos(ACCEPT_AGAIN_NANOS);
        }
    }

    private void register(SocketChannel channel) throws IOException {
        if (clients().size() >= CLIENTS_MAX) {
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        var client = new Conversation(channel, System.nanoTime() + patienceNanos);
        channel.register(selector, SelectionKey.OP_READ, client);
    }

    private void listen(SelectionKey key, Conversation client) throws IOException {
        try {
            var line = client.line();
            if (line == null) {
                return;
            }
            key.interestOps(0);
            client.deadline(System.nanoTime() + Long.MAX_VALUE);
            var by = client.peer();
            Thread.ofPlatform().daemon().name("control-answer").start(() -> answer(key, client, line, by));
        } catch (IllegalArgumentException e) {
            client.reply(new Reply(false, String.valueOf(e.getMessage())));
            startSending(key);
        }
    }

    /** The root of the thread of one answer. */
    private void answer(SelectionKey key, Conversation client, String line, Peer by) {
        try {
            client.reply(answer(line, by));
        } catch (RuntimeException | Error e) {
            warn.accept("the control socket could not answer \"" + line + "\": " + e);
            client.reply(new Reply(false, "the director made a mistake, see its log: " + e));
        }
        answered.add(key);
        selector.wakeup();
    }

    private Reply answer(String line, Peer by) {
        if (line.chars().anyMatch(Character::isISOControl)) {
            return new Reply(false, "a request has no control characters");
        }
        try {
            return requests.answer(line, by);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return new Reply(false, String.valueOf(e.getMessage()));
        }
    }

    private void startSending(SelectionKey key) {
        if (key.isValid() && key.attachment() instanceof Conversation client) {
            client.deadline(System.nanoTime() + patienceNanos);
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private void hangUp(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            warn.accept("closing a client of the control socket: " + e.getMessage());
        }
    }

    /** Stops listening and removes the socket; a client that is being served is cut off. */
    @Override
    public void close() {
        life.end();
        selector.wakeup();
        try {
            thread.join();
            clients().forEach(this::hangUp);
            selector.close();
            file.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            warn.accept("closing the control socket: " + e.getMessage());
        }
    }
}
