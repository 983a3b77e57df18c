package io.keepsake.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pid file, {@code -p}. It is held by a lock, not by the number in it, so a file that a crash left behind, or a
 * number that another process has since, keeps nobody from starting. In a directory of another user, where a director
 * without CAP_DAC_OVERRIDE can make and remove nothing, the launcher has made the file, and at the end it stays, empty.
 */
final class PidFile implements AutoCloseable {
    /** As keepalived's: others than root look for its number. */
    static final FileAttribute<Set<PosixFilePermission>> READABLE_BY_ALL =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rw-r-----");

    private final Path path;
    private final FileChannel channel;

    private PidFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Takes the pid file, empty as yet, or answers null when a running director has it. */
    static @Nullable PidFile take(Path path) throws IOException {
        return take(path, OURS);
    }

    /** The same, for a file that these may read. */
    static @Nullable PidFile take(Path path, Set<PosixFilePermission> permissions) throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw new FileSystemException(
                    path.toString(), null, "it is a symbolic link, and a pid file must not be one");
        }
        var parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
                .close();
        var key = key(path);
        var channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        if (!locks(channel)) {
            channel.close();
            return null;
        }
        if (!Files.exists(path) || !key(path).equals(key)) {
            // whoever held it took it away as it ended, after we had opened it
            channel.close();
            return take(path, permissions);
        }
        Files.setPosixFilePermissions(path, permissions);
        channel.truncate(0);
        return new PidFile(path, channel);
    }

    /** Writes the number, for which the launcher waits: whoever started it may now look for all that a director has made. */
    void tell() throws IOException {
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        remove(path);
        channel.close();
    }

    /** Removes one of ours; where we may not, it is emptied: no reader takes it for a running director then. */
    static void remove(Path path) throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (AccessDeniedException inDirectoryOfAnother) {
            Files.write(path, new byte[0], StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
