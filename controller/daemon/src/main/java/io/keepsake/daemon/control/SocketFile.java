package io.keepsake.daemon.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * The file of the control socket: mode 0600, or 0660 with the directory's group where that is setgid. It is made in a
 * directory that only we may enter and moved to its place when it has its mode, so that there is no moment at which anybody
 * else could connect; a socket that a crash left is replaced.
 */
final class SocketFile implements AutoCloseable {
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int SETGID = 02000;
    private static final int BY_GROUP = 0020;
    private static final int BY_OTHERS = 0002;

    private final ServerSocketChannel channel;
    private final Path path;
    private final Object identity;

    private SocketFile(ServerSocketChannel channel, Path path, Object identity) {
        this.channel = channel;
        this.path = path;
        this.identity = identity;
    }

    /**
     * Makes it.
     *
     * @throws IOException when the place is not safe, something else lies there, or another director answers there
     */
    static SocketFile make(Path path) throws IOException {
        var parent = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a socket lies in a directory");
        int mode = checked(parent);
        checkFree(path);
        var making = Files.createTempDirectory(
                parent,
                ".keepsake",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var made = making.resolve("s");
        try {
            return bind(path, made, (mode & SETGID) == 0 ? "rw-------" : "rw-rw----");
        } finally {
            Files.deleteIfExists(made);
            Files.delete(making);
        }
    }

    private static SocketFile bind(Path path, Path made, String mode) throws IOException {
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(made));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
            var identity = identity(made);
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new SocketFile(channel, path, identity);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The mode of a directory that belongs to root, or to us, and where nobody else may put files. */
    private static int checked(Path directory) throws IOException {
        int mode = number(directory, "mode");
        int uid = number(directory, "uid");
        boolean owned = uid == 0 || uid == number(Path.of("/proc/self"), "uid");
        boolean group = (mode & BY_GROUP) != 0 && number(directory, "gid") != 0;
        if (!owned || group || (mode & BY_OTHERS) != 0) {
            throw new IOException(
                    "a control socket needs a directory that belongs to root and that nobody else may write,"
                            + " which " + directory + " is not; choose another with --control");
        }
        return mode;
    }

    private static void checkFree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if ((number(path, "mode", LinkOption.NOFOLLOW_LINKS) & TYPE) != SOCKET) {
            throw new IOException(path + " is there and is no socket; remove it, or choose another with --control");
        }
        if (answers(path)) {
            throw new IOException("another director answers at " + path + "; give this one its own --control");
        }
    }

    private static boolean answers(Path path) {
        try (var probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static int number(Path path, String attribute, LinkOption... options) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:" + attribute, options);
    }

    /** Which file it is, whatever it is called. */
    private static Object identity(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Objects.requireNonNull(attributes.fileKey(), "files have keys here");
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** Listens no more, and removes the file unless it is another's by now. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && identity(path).equals(identity)) {
            Files.delete(path);
        }
    }
}
