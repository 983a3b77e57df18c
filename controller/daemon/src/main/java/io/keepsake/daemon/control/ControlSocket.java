package io.keepsake.daemon.control;

import io.keepsake.daemon.control.Requests.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a unix socket that only its owner may use, and its group where the directory is setgid. A request is one line,
 * the answer begins with {@code ok} or {@code failed} on a line of its own. Each connection has a virtual thread, ten
 * seconds and 64 KiB, so a client that is slow holds up nobody.
 */
public final class ControlSocket implements AutoCloseable {
    private static final int REQUEST_MAX = 64 * 1024;
    private static final int CONNECTIONS_MAX = 16;
    private static final long LIMIT_MILLIS = 10_000;

    private final ServerSocketChannel server;
    private final Path path;
    private final Requests requests;
    private final Semaphore free = new Semaphore(CONNECTIONS_MAX);

    private ControlSocket(ServerSocketChannel server, Path path, Requests requests) {
        this.server = server;
        this.path = path;
        this.requests = requests;
    }

    /**
     * Listens from now on. A socket that an earlier director left is replaced.
     *
     * @throws IOException when the directory may be written by others, or the socket cannot be made
     */
    public static ControlSocket open(Path path, Requests requests) throws IOException {
        var directory = Objects.requireNonNull(path.toAbsolutePath().getParent());
        Files.createDirectories(directory);
        var permissions = Files.getPosixFilePermissions(directory);
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("control socket " + path + ": " + directory
                    + " may be written by everybody; choose a directory of root's with --control");
        }
        boolean shared = ((int) Files.getAttribute(directory, "unix:mode") & 02000) != 0;
        if (answers(path)) {
            throw new IOException(
                    "control socket " + path + ": another director answers there; choose another with" + " --control");
        }
        Files.deleteIfExists(path);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(shared ? "rw-rw----" : "rw-------"));
        var socket = new ControlSocket(server, path, requests);
        Thread.ofPlatform().daemon().name("control").start(socket::listen);
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

    private static boolean answers(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (var other = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return other.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }

    private void listen() {
        try {
            while (true) {
                var client = server.accept();
                if (free.tryAcquire()) {
                    Thread.ofVirtual().start(() -> serve(client));
                } else {
                    client.close();
                }
            }
        } catch (IOException closed) {
            // by close(), and nothing else closes it
            return;
        }
    }

    private void serve(SocketChannel client) {
        var watch = Thread.ofVirtual().start(() -> limit(client));
        try (client) {
            var line = request(client);
            var by = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
            write(
                    client,
                    line == null ? new Reply(false, "a request is one line of at most 64 KiB\n") : answer(line, by));
        } catch (IOException gone) {
            // the client left, or its time was over
            return;
        } finally {
            watch.interrupt();
            free.release();
        }
    }

    private Reply answer(String line, String by) {
        try {
            return requests.answer(line, by);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return new Reply(false, e.getMessage() + "\n");
        }
    }

    private static void limit(SocketChannel client) {
        try {
            Thread.sleep(LIMIT_MILLIS);
            client.close();
        } catch (InterruptedException served) {
            Thread.currentThread().interrupt();
        } catch (IOException alreadyClosed) {
            return;
        }
    }

    private static @Nullable String request(SocketChannel client) throws IOException {
        var bytes = ByteBuffer.allocate(REQUEST_MAX);
        while (bytes.hasRemaining() && client.read(bytes) >= 0) {
            int end = bytes.position() - 1;
            if (end >= 0 && bytes.get(end) == '\n') {
                return new String(bytes.array(), 0, end, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static void write(SocketChannel client, Reply reply) throws IOException {
        var text = (reply.ok() ? "ok\n" : "failed\n") + reply.body();
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    @Override
    public void close() {
        try (server) {
            Files.deleteIfExists(path);
        } catch (IOException leftBehind) {
            // the next director replaces it
            return;
        }
    }
}
